"""Small chains whose best decisions are known."""

import valuechain as vc


def chain_of(text):
    return vc.loads("valuechain: 1\n" + text)


TWO = chain_of(
    """
teams:
  clerk: {serves: {designer: {satisfaction: 60%}}}
  designer: {serves: {customer: {satisfaction: 65%}}}
customers: {customer: }
"""
)


BOTTLENECKS = chain_of(
    """
teams:
  left:
    serves:
      middle: {satisfaction: 60%, critical: true, improve: [{action: mend left, cost: 10, quality: 100%}]}
  right:
    serves:
      middle: {satisfaction: 60%, critical: true, improve: [{action: mend right, cost: 10, quality: 100%}]}
  side:
    serves:
      customer: {satisfaction: 90%, improve: [{action: polish, cost: 10, quality: 100%}]}
  middle: {serves: {customer: {dependence: 1}}}
customers: {customer: }
"""
)
