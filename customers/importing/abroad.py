"""What spreadsheets call our fields in German, French, Spanish, Portuguese, Russian and Japanese: the "
"commonest, after
those of `synonyms.py`. Accents and ß stay as people type them; `headers.plain` does the rest.
"""

#: As `synonyms.COMMON`.
COMMON: dict[str, str] = {
    "owner": (
        "betreuer, kundenbetreuer, verkäufer, vertriebsmitarbeiter, zuständig, verantwortlich, verantwortlicher, "
        "besitzer, inhaber, bearbeiter, außendienst, propriétaire, responsable, commercial, vendeur, vendedor, "
        "propietario, comercial, responsável, proprietário, "
        "ответственный, ответственный сотрудник, менеджер, владелец, "
        "zuständiger mitarbeiter, sachbearbeiter, vlastník, "
        "venditore, agente, accountmanager, verkoper, opiekun, handlowiec, obchodník, "
        "営業担当, 担当営業, 営業担当者, 社内担当, 社内担当者, 自社担当, 自社担当者, 当社担当者, 所有者, "
        "商談所有者, 所有者名, 主担当, 主担当者, "
        "担当者, 担当者名, 担当"
    ),
    "customer": (
        "kunde, kundenname, potenzieller kunde, firma, firmenname, unternehmen, "
        "auftraggeber, client, nom du client, société, entreprise, "
        "compte, cliente, nombre del cliente, empresa, cuenta, nome do cliente, conta, "
        "компания, клиент, контрагент, организация, название компании, "
        "azienda, ragione sociale, bedrijf, bedrijfsnaam, klant, klantnaam, klient, nazwa firmy, název firmy, "
        "zákazník, "
        "取引先, 取引先名, 顧客, 顧客名, 会社名, 会社, 企業名, 得意先, 得意先名, 社名, お客様名, 法人名"
    ),
    "customer_key": "kundennummer, kundennr, kunden-nr, kd-nr, numéro client, nº cliente, "
    "取引先コード, 顧客コード, 得意先コード, 顧客番号",
    "product": "produkt, artikel, produit, article, producto, artículo, produto, товар, продукт, "
    "商品, 商品名, 製品, 製品名",
    "contact": "ansprechpartner, kontakt, kontaktperson, interlocuteur, contacto, contato, "
    "контакт, контактное лицо, основной контакт, "
    "取引先責任者, 先方担当者, 顧客担当者",
    "currency": "währung, devise, divisa, moneda, moeda, валюта, 通貨",
    "amount": (
        "betrag, wert, summe, gesch umsatz, geschätzter umsatz, auftragswert, gesamtbetrag, volumen, "
        "angebotswert, montant, valeur, importe, monto, valor, "
        "сумма, бюджет, стоимость, сумма сделки, importo, valore, bedrag, kwota, wartość, částka, montant ht, "
        "montant ttc, "
        "金額, 受注金額, 税抜金額, 見積金額, 商談金額, 見込金額, 予算, 合計金額"
    ),
    "note": "bemerkung, bemerkungen, notiz, notizen, beschreibung, kommentar, remarque, remarques, commentaire, "
    "notas, observaciones, descripción, observações, "
    "комментарий, примечание, примечание 1, описание, "
    "備考, メモ, 内容, 詳細, 概要, 案件概要, コメント",
    "recorded_on": "angelegt am, erstellt am, erstelldatum, date de création, créé le, fecha de creación, criado em, "
    "дата создания, создано, "
    "作成日, 作成日時, 登録日, 登録日時",
    "owner_email": "担当者メール, 所有者メール, 担当営業メール",
    "owner_key": "担当ユーザーid, 所有者id, 担当者コード, 社員番号",
    "deal": "商談, 商談名, 案件, 案件名",
}

#: As `synonyms.BY_KIND`.
BY_KIND: dict[str, dict[str, str]] = {
    "people": {
        "name": "mitarbeiter, mitarbeitername, employé, empleado, funcionário, сотрудник, фио, "
        "社員名, 氏名, 名前, ユーザー名",
        "first_name": "vorname, prénom, nombre, primeiro nome, имя, 名",
        "last_name": "nachname, familienname, nom de famille, apellido, apellidos, sobrenome, фамилия, 姓, 苗字",
        "title": "stelle, funktion, poste, cargo, puesto, должность, 役職",
        "team": "abteilung, équipe, service, equipo, departamento, equipe, отдел, 部署, 部署名, 所属, 所属部署",
        "manager": "vorgesetzter, teamleiter, supérieur, jefe, gerente, 上司",
        "email": "メール, メールアドレス, eメール",
    },
    "products": {
        "name": "produktname, bezeichnung, artikelname, désignation, nombre del producto, 商品名, 製品名",
        "list_price": "preis, listenpreis, prix, precio, preço, 単価, 価格, 定価",
    },
    "customers": {
        "name": "firma, firmenname, kunde, kundenname, unternehmen, raison sociale, société, entreprise, "
        "nom du client, razón social, empresa, cliente, nombre del cliente, razão social, nome do cliente, "
        "название компании, компания, название, наименование, клиент, контрагент, "
        "azienda, ragione sociale, bedrijf, bedrijfsnaam, klant, klantnaam, klient, nazwa firmy, název firmy, "
        "zákazník, "
        "取引先名, 顧客名, 会社名, 企業名, 得意先名, 社名, 取引先, 顧客, 会社, お客様名, 法人名",
        "code": "kundennummer, kundennr, kunden-nr, kd-nr, debitor, debitorennummer, numéro client, code client, "
        "código de cliente, nº cliente, "
        "código, codice, codice cliente, klantnummer, код, "
        "取引先コード, 顧客コード, 得意先コード, 顧客番号",
        "grade": "klassifizierung, kundenklasse, abc-klasse, abc, kategorie, klasse, classement, catégorie, "
        "categoría, "
        "ランク, 顧客ランク, 重要度",
        "status": "kundenstatus, situação, situación, statut, estado del cliente, статус, ステータス, "
        "顧客ステータス, 取引状況, 状態",
        "industry": "branche, industrie, secteur, secteur d'activité, sector, rubro, setor, "
        "отрасль, сфера деятельности, "
        "secteur, activité, activité principale, domaine d'activité, 業種, 業界",
        "region": "région, región, região, регион, 地域",
        "territory": "gebiet, vertriebsgebiet, bezirk, secteur commercial, territorio, zona, エリア, 担当エリア",
        "address": "adresse, anschrift, straße, strasse, plz, postleitzahl, ort, stadt, land, rue, code postal, "
        "ville, "
        "pays, dirección, calle, código postal, ciudad, país, endereço, cidade, cep, "
        "адрес, город, улица, индекс, страна, uf, indirizzo, città, paese, adres, plaats, miasto, město, "
        "localité, 住所, 所在地, 都道府県, 市区町村, 郵便番号, 番地, 国",
        "annual_value": "jahresumsatz mit uns, vertragswert pro jahr",
        "parent": "mutterfirma, muttergesellschaft, konzern, maison mère, empresa matriz, 親会社, 親取引先",
        "next_step": "nächster schritt, prochaine étape, próximo paso, próximo passo, следующий шаг, "
        "次回アクション, ネクストアクション",
        "next_step_on": "次回予定日, 次回訪問日",
    },
    "contacts": {
        "name": "name, ansprechpartner, kontakt, kontaktperson, nom complet, nombre completo, nome completo, "
        "фио, полное имя контакта, имя контакта, контакт, interlocuteur, contatto, contactpersoon, "
        "担当者名, 担当者, 先方担当者, 先方担当者名, ご担当者名, ご担当者, 氏名, 名前, お名前, 取引先責任者名",
        "first_name": "vorname, prénom, nombre, primeiro nome, имя, 名",
        "last_name": "nachname, familienname, nom de famille, apellido, apellidos, sobrenome, фамилия, 姓",
        "title": "funktion, stelle, fonction, poste, cargo, puesto, должность, 役職",
        "email": "e-mail-adresse, mailadresse, courriel, adresse e-mail, correo, correo electrónico, "
        "электронная почта, рабочий email, почта, "
        "メール, メールアドレス, eメール, 電子メール",
        "phone": "telefon, telefonnummer, mobil, mobiltelefon, handy, téléphone, portable, teléfono, móvil, celular, "
        "telefone, "
        "телефон, рабочий телефон, мобильный телефон, telefoon, "
        "telefono, 電話, 電話番号, tel番号, 携帯, 携帯電話, 携帯番号, 直通",
    },
    "deals": {
        "name": "verkaufschance, projekt, chance, thema, opportunité, affaire, "
        "oportunidad, negocio, oportunidade, negócio, "
        "название сделки, сделка, название, "
        "案件名, 商談名, 件名, 案件, 商談",
        "stage": "etap, phase, verkaufsphase, vertriebsphase, étape, fase, etapa, этап сделки, стадия сделки, "
        "этап, стадия, "
        "フェーズ, 商談フェーズ, 営業フェーズ, ステージ, 進捗, ステータス",
        "state": "statut, estado, 状態",
        "probability": "wahrscheinlichkeit, abschlusswahrscheinlichkeit, probabilité, probabilidad, probabilidade, "
        "вероятность, probabilità, kans, "
        "確度, 受注確度, 成約確度",
        "expected_close_on": "abschlussdatum geplant, geschätztes abschlussdatum, "
        "voraussichtlicher abschluss, erwarteter abschluss, "
        "date de clôture prévue, fecha de cierre prevista, "
        "предполагаемая дата закрытия, ожидаемая дата закрытия, "
        "受注予定日, 完了予定日, クローズ予定日, 契約予定日, 予定日, 期限",
        "closed_on": "abschlussdatum, abschluss, date de clôture, fecha de cierre, data de fechamento, "
        "дата закрытия, дата завершения, data di chiusura, sluitdatum, "
        "受注日, 完了日, 成約日, クローズ日",
        "opened_on": "開始日",
    },
    "contracts": {
        "number": "vertragsnummer, vertragsnr, numéro de contrat, número de contrato, номер договора, 契約番号",
        "title": "vertrag, vertragsname, contrat, contrato, договор, 契約名, 契約件名",
        "starts_on": "beginn, vertragsbeginn, laufzeit von, date de début, fecha de inicio, дата начала, "
        "契約開始日, 開始日",
        "ends_on": "ende, vertragsende, laufzeit bis, date de fin, fecha de fin, дата окончания, "
        "契約終了日, 終了日, 満了日",
        "renewal_notice_on": "kündigung bis, kündigungsfrist",
        "paid": "bezahlt, payé, pagado, pago",
        "amount": "契約金額",
    },
    "orders": {
        "number": "auftragsnummer, bestellnummer, numéro de commande, número de pedido, номер заказа, "
        "受注番号, 注文番号, 伝票番号",
        "ordered_on": "auftragsdatum, bestelldatum, date de commande, fecha de pedido, дата заказа, "
        "受注日, 注文日, 売上日",
    },
    "tasks": {
        "title": "aufgabe, betreff, tâche, objet, tarea, asunto, tarefa, задача, тема, タスク名, 件名, タイトル",
        "due_on": "fällig, fällig am, fälligkeit, échéance, vencimiento, fecha límite, срок, крайний срок, 期限, 期日",
        "state": "statut, estado, статус, ステータス, 状態",
        "done_at": "erledigt am, terminé le, completado el, 完了日",
    },
    "activities": {
        "kind": "art, typ, tipo, тип, 活動種別, 種別",
        "at": "datum, fecha, data, wann, дата, 日付, 活動日, 訪問日, 日時, 対応日",
        "by": "wer, mitarbeiter, verkäufer, кто, 担当者, 担当者名, 担当, 記入者, 作成者",
        "subject": "betreff, thema, objet, asunto, тема, 件名, タイトル",
        "body": "inhalt, text, notiz, compte rendu, contenido, текст, содержание, 内容, 活動内容, 訪問内容, 商談内容",
    },
}
