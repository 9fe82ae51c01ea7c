"""A clinic whose services have aspects."""

CLINIC = """
valuechain: 1
title: Clinic
teams:
  it:
    name: IT helpdesk
    serves:
      ward:
        delivers: accounts
        satisfaction: 50% (60 responses)
        aspects: {speed: 30% (60 responses), manners: 65% (60 responses), clarity: 55% (58 responses)}
      lab:
        satisfaction: 57% (14 responses)
        aspects: {speed: 40% (14 responses), manners: 75% (14 responses)}
  ward:
    name: Surgical ward
    serves:
      patients:
        satisfaction: 66% (300 responses)
        aspects: {waiting: 60% (300 responses), talk: 62% (290 responses)}
  lab: {name: Laboratory, serves: {ward: {satisfaction: 50% (20 responses)}}}
customers:
  patients: {name: Patients}
"""
