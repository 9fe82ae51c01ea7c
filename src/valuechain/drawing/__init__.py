"""Pictures: what they show (`sketch`), where it stands (`layout`), and how it is drawn and written."""
