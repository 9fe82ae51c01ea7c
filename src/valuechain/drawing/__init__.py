"""Pictures: what they show (`sketch`), where it stands (`placing`), and how it is drawn and written."""
