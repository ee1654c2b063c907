"""What spreadsheets call our fields in German, French, Spanish, Portuguese and Russian: the commonest, after those of
`synonyms.py`. Accents and ß stay as people type them; `headers.plain` does the rest.
"""

#: As `synonyms.COMMON`.
COMMON: dict[str, str] = {
    "owner": (
        "betreuer, kundenbetreuer, verkäufer, vertriebsmitarbeiter, zuständig, verantwortlich, verantwortlicher, "
        "besitzer, inhaber, bearbeiter, außendienst, propriétaire, responsable, commercial, vendeur, vendedor, "
        "propietario, comercial, responsável, proprietário, "
        "ответственный, ответственный сотрудник, менеджер, владелец"
    ),
    "customer": (
        "kunde, kundenname, potenzieller kunde, firma, firmenname, unternehmen, "
        "auftraggeber, client, nom du client, société, entreprise, "
        "compte, cliente, nombre del cliente, empresa, cuenta, nome do cliente, conta, "
        "компания, клиент, контрагент, организация, название компании"
    ),
    "customer_key": "kundennummer, kundennr, kunden-nr, kd-nr, numéro client, nº cliente",
    "product": "produkt, artikel, produit, article, producto, artículo, produto, товар, продукт",
    "contact": "ansprechpartner, kontakt, kontaktperson, interlocuteur, contacto, contato, "
    "контакт, контактное лицо, основной контакт",
    "currency": "währung, devise, divisa, moneda, moeda, валюта",
    "amount": (
        "betrag, wert, summe, gesch umsatz, geschätzter umsatz, auftragswert, gesamtbetrag, volumen, "
        "angebotswert, montant, valeur, importe, monto, valor, "
        "сумма, бюджет, стоимость, сумма сделки"
    ),
    "note": "bemerkung, bemerkungen, notiz, notizen, beschreibung, kommentar, remarque, remarques, commentaire, "
    "notas, observaciones, descripción, observações, "
    "комментарий, примечание, примечание 1, описание",
    "recorded_on": "angelegt am, erstellt am, erstelldatum, date de création, créé le, fecha de creación, criado em, "
    "дата создания, создано",
}

#: As `synonyms.BY_KIND`.
BY_KIND: dict[str, dict[str, str]] = {
    "people": {
        "name": "mitarbeiter, mitarbeitername, employé, empleado, funcionário, сотрудник, фио",
        "first_name": "vorname, prénom, nombre, primeiro nome, имя",
        "last_name": "nachname, familienname, nom de famille, apellido, apellidos, sobrenome, фамилия",
        "title": "stelle, funktion, poste, cargo, puesto, должность",
        "team": "abteilung, équipe, service, equipo, departamento, equipe, отдел",
        "manager": "vorgesetzter, teamleiter, supérieur, jefe, gerente",
    },
    "products": {
        "name": "produktname, bezeichnung, artikelname, désignation, nombre del producto",
        "list_price": "preis, listenpreis, prix, precio, preço",
    },
    "customers": {
        "name": "firma, firmenname, kunde, kundenname, unternehmen, raison sociale, société, entreprise, "
        "nom du client, razón social, empresa, cliente, nombre del cliente, razão social, nome do cliente, "
        "название компании, компания, название, наименование, клиент, контрагент",
        "code": "kundennummer, kundennr, kunden-nr, kd-nr, debitor, debitorennummer, numéro client, code client, "
        "código de cliente, nº cliente",
        "grade": "klassifizierung, kundenklasse, abc-klasse, abc, kategorie, klasse, classement, catégorie, categoría",
        "status": "kundenstatus, statut, estado del cliente, статус",
        "industry": "branche, industrie, secteur, secteur d'activité, sector, rubro, setor, "
        "отрасль, сфера деятельности",
        "region": "région, región, região, регион",
        "territory": "gebiet, vertriebsgebiet, bezirk, secteur commercial, territorio, zona",
        "address": "adresse, anschrift, straße, strasse, plz, postleitzahl, ort, stadt, land, rue, code postal, ville, "
        "pays, dirección, calle, código postal, ciudad, país, endereço, cidade, cep, "
        "адрес, город, улица, индекс, страна",
        "annual_value": "jahresumsatz mit uns, vertragswert pro jahr",
        "parent": "mutterfirma, muttergesellschaft, konzern, maison mère, empresa matriz",
        "next_step": "nächster schritt, prochaine étape, próximo paso, próximo passo, следующий шаг",
    },
    "contacts": {
        "name": "name, ansprechpartner, kontakt, kontaktperson, nom complet, nombre completo, nome completo, "
        "фио, имя контакта, контакт",
        "first_name": "vorname, prénom, nombre, primeiro nome, имя",
        "last_name": "nachname, familienname, nom de famille, apellido, apellidos, sobrenome, фамилия",
        "title": "funktion, stelle, fonction, poste, cargo, puesto, должность",
        "email": "e-mail-adresse, mailadresse, courriel, adresse e-mail, correo, correo electrónico, "
        "электронная почта, рабочий email, почта",
        "phone": "telefon, telefonnummer, mobil, mobiltelefon, handy, téléphone, portable, teléfono, móvil, celular, "
        "telefone, "
        "телефон, рабочий телефон, мобильный телефон",
    },
    "deals": {
        "name": "verkaufschance, projekt, chance, thema, opportunité, affaire, "
        "oportunidad, negocio, oportunidade, negócio, "
        "название сделки, сделка, название",
        "stage": "phase, verkaufsphase, vertriebsphase, étape, fase, etapa, этап сделки, стадия сделки, этап, стадия",
        "state": "statut, estado",
        "probability": "wahrscheinlichkeit, abschlusswahrscheinlichkeit, probabilité, probabilidad, probabilidade, "
        "вероятность",
        "expected_close_on": "abschlussdatum geplant, geschätztes abschlussdatum, "
        "voraussichtlicher abschluss, erwarteter abschluss, "
        "date de clôture prévue, fecha de cierre prevista, "
        "предполагаемая дата закрытия, ожидаемая дата закрытия",
        "closed_on": "abschlussdatum, abschluss, date de clôture, fecha de cierre, data de fechamento, "
        "дата закрытия, дата завершения",
    },
    "contracts": {
        "number": "vertragsnummer, vertragsnr, numéro de contrat, número de contrato, номер договора",
        "title": "vertrag, vertragsname, contrat, contrato, договор",
        "starts_on": "beginn, vertragsbeginn, laufzeit von, date de début, fecha de inicio, дата начала",
        "ends_on": "ende, vertragsende, laufzeit bis, date de fin, fecha de fin, дата окончания",
        "renewal_notice_on": "kündigung bis, kündigungsfrist",
        "paid": "bezahlt, payé, pagado, pago",
    },
    "orders": {
        "number": "auftragsnummer, bestellnummer, numéro de commande, número de pedido, номер заказа",
        "ordered_on": "auftragsdatum, bestelldatum, date de commande, fecha de pedido, дата заказа",
    },
    "tasks": {
        "title": "aufgabe, betreff, tâche, objet, tarea, asunto, tarefa, задача, тема",
        "due_on": "fällig, fällig am, fälligkeit, échéance, vencimiento, fecha límite, срок, крайний срок",
        "state": "statut, estado, статус",
        "done_at": "erledigt am, terminé le, completado el",
    },
    "activities": {
        "kind": "art, typ, tipo, тип",
        "at": "datum, fecha, data, wann, дата",
        "by": "wer, mitarbeiter, verkäufer, кто",
        "subject": "betreff, thema, objet, asunto, тема",
        "body": "inhalt, text, notiz, compte rendu, contenido, текст, содержание",
    },
}
