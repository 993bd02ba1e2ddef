"""The service records of the family protection."""

from schemas.messages.body import ServiceRecordBody


class NondisclosureDocuments(ServiceRecordBody, code="protection.nondisclosure-documents"):
    """Non-disclosure warning: documents."""


class NondisclosureWorkplace(ServiceRecordBody, code="protection.nondisclosure-workplace"):
    """Non-disclosure warning: workplace or school."""
