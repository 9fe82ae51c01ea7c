"""Pictures: what they show (`sketch`), where it stands (`placing`), how it is drawn and written."""
