"""How every form looks: Django's fields in Tabler's clothes."""

from django.forms.renderers import TemplatesSetting


class TablerRenderer(TemplatesSetting):
    """Renders forms and fields from `templates/components/form/`."""

    form_template_name = "components/form/form.html"
    field_template_name = "components/form/field.html"
