"""Meetings of a handover: who may call them and be asked to them, their invitations, and which visits are missing."""
