"""Zoho CRM, API v8. https://www.zoho.com/crm/developer/docs/api/v8/"""
