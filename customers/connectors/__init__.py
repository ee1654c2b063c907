"""What Baton says to CRMs and hears from them. Each vendor has a folder of its own: client, mapping, connector.

`interface.py` is all the rest of Baton knows of a vendor; `registry.py` names them.
"""
