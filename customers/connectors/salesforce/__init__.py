"""Salesforce, REST API v62.0. https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/"""
