"""What spreadsheets call our fields in German, French, Spanish and Portuguese: the commonest words, after those of
`synonyms.py`. Accents and ß stay as people type them; `headers.plain` does the rest.
"""

#: As `synonyms.COMMON`.
COMMON: dict[str, str] = {
    "owner": (
        "betreuer, kundenbetreuer, verkäufer, vertriebsmitarbeiter, zuständig, verantwortlich, verantwortlicher, "
        "besitzer, inhaber, bearbeiter, außendienst, propriétaire, responsable, commercial, vendeur, vendedor, "
        "propietario, comercial, responsável, proprietário"
    ),
    "customer": (
        "kunde, kundenname, firma, firmenname, unternehmen, auftraggeber, client, nom du client, société, entreprise, "
        "compte, cliente, nombre del cliente, empresa, cuenta, nome do cliente, conta"
    ),
    "customer_key": "kundennummer, kundennr, kunden-nr, kd-nr, numéro client, nº cliente",
    "product": "produkt, artikel, produit, article, producto, artículo, produto",
    "contact": "ansprechpartner, kontakt, kontaktperson, interlocuteur, contacto, contato",
    "currency": "währung, devise, divisa, moneda, moeda",
    "amount": (
        "betrag, wert, summe, auftragswert, gesamtbetrag, volumen, angebotswert, montant, valeur, importe, monto, valor"
    ),
    "note": "bemerkung, bemerkungen, notiz, notizen, beschreibung, kommentar, remarque, remarques, commentaire, "
    "notas, observaciones, descripción, observações",
    "recorded_on": "angelegt am, erstellt am, erstelldatum, date de création, créé le, fecha de creación, criado em",
}

#: As `synonyms.BY_KIND`.
BY_KIND: dict[str, dict[str, str]] = {
    "people": {
        "name": "mitarbeiter, mitarbeitername, employé, empleado, funcionário",
        "first_name": "vorname, prénom, nombre, primeiro nome",
        "last_name": "nachname, familienname, nom de famille, apellido, apellidos, sobrenome",
        "title": "stelle, funktion, poste, cargo, puesto",
        "team": "abteilung, équipe, service, equipo, departamento, equipe",
        "manager": "vorgesetzter, teamleiter, supérieur, jefe, gerente",
    },
    "products": {
        "name": "produktname, bezeichnung, artikelname, désignation, nombre del producto",
        "list_price": "preis, listenpreis, prix, precio, preço",
    },
    "customers": {
        "name": "firma, firmenname, kunde, kundenname, unternehmen, raison sociale, société, entreprise, "
        "nom du client, razón social, empresa, cliente, nombre del cliente, razão social, nome do cliente",
        "code": "kundennummer, kundennr, kunden-nr, kd-nr, debitor, debitorennummer, numéro client, code client, "
        "código de cliente, nº cliente",
        "grade": "klassifizierung, kundenklasse, abc-klasse, abc, kategorie, klasse, classement, catégorie, categoría",
        "status": "kundenstatus, statut, estado del cliente",
        "industry": "branche, industrie, secteur, secteur d'activité, sector, rubro, setor",
        "region": "région, región, região",
        "territory": "gebiet, vertriebsgebiet, bezirk, secteur commercial, territorio, zona",
        "address": "adresse, anschrift, straße, strasse, plz, postleitzahl, ort, stadt, land, rue, code postal, ville, "
        "pays, dirección, calle, código postal, ciudad, país, endereço, cidade, cep",
        "annual_value": "jahresumsatz mit uns, vertragswert pro jahr",
        "parent": "mutterfirma, muttergesellschaft, konzern, maison mère, empresa matriz",
        "next_step": "nächster schritt, prochaine étape, próximo paso, próximo passo",
    },
    "contacts": {
        "name": "name, ansprechpartner, kontakt, kontaktperson, nom complet, nombre completo, nome completo",
        "first_name": "vorname, prénom, nombre, primeiro nome",
        "last_name": "nachname, familienname, nom de famille, apellido, apellidos, sobrenome",
        "title": "funktion, stelle, fonction, poste, cargo, puesto",
        "email": "e-mail-adresse, mailadresse, courriel, adresse e-mail, correo, correo electrónico",
        "phone": "telefon, telefonnummer, mobil, mobiltelefon, handy, téléphone, portable, teléfono, móvil, celular, "
        "telefone",
    },
    "deals": {
        "name": "verkaufschance, projekt, chance, opportunité, affaire, oportunidad, negocio, oportunidade, negócio",
        "stage": "phase, verkaufsphase, vertriebsphase, étape, fase, etapa",
        "state": "statut, estado",
        "probability": "wahrscheinlichkeit, abschlusswahrscheinlichkeit, probabilité, probabilidad, probabilidade",
        "expected_close_on": "abschlussdatum geplant, voraussichtlicher abschluss, erwarteter abschluss, "
        "date de clôture prévue, fecha de cierre prevista",
        "closed_on": "abschlussdatum, abschluss, date de clôture, fecha de cierre, data de fechamento",
    },
    "contracts": {
        "number": "vertragsnummer, vertragsnr, numéro de contrat, número de contrato",
        "title": "vertrag, vertragsname, contrat, contrato",
        "starts_on": "beginn, vertragsbeginn, laufzeit von, date de début, fecha de inicio",
        "ends_on": "ende, vertragsende, laufzeit bis, date de fin, fecha de fin",
        "renewal_notice_on": "kündigung bis, kündigungsfrist",
        "paid": "bezahlt, payé, pagado, pago",
    },
    "orders": {
        "number": "auftragsnummer, bestellnummer, numéro de commande, número de pedido",
        "ordered_on": "auftragsdatum, bestelldatum, date de commande, fecha de pedido",
    },
    "tasks": {
        "title": "aufgabe, betreff, tâche, objet, tarea, asunto, tarefa",
        "due_on": "fällig, fällig am, fälligkeit, échéance, vencimiento, fecha límite",
        "state": "statut, estado",
        "done_at": "erledigt am, terminé le, completado el",
    },
    "activities": {
        "kind": "art, typ, tipo",
        "at": "datum, fecha, data, wann",
        "by": "wer, mitarbeiter, verkäufer",
        "subject": "betreff, thema, objet, asunto",
        "body": "inhalt, text, notiz, compte rendu, contenido",
    },
}
