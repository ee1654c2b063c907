"""What other systems call the fields of contacts."""

CONTACTS: dict[str, str] = {
    "name": (
        "name, full name, contact name, contact, person name, display name, 姓名, 联系人姓名, 联系人, 名称, "
        "联系人名称, primary contact, primary contact name, main contact, key contact, contact person, person, "
        "linked contact, 对接人, 主联系人, 主要联系人, 首要联系人"
    ),
    "first_name": "first name, given name, person first name, 名",
    "last_name": "last name, surname, family name, person last name, 姓",
    "title": "job title, position, job position, function, organization title, title, 职位, 职务, 岗位, 头衔",
    "role": "decision role, buying role, role in the decision, role, 决策角色, 角色, 决策作用",
    "email": (
        "email, e-mail, mail, email address, emailaddress1, primary email, work email, email work, "
        "person email work, person email, person email home, person email other, secondary email, email 2, "
        "emailaddress2, other email, emails, non primary e mails, secondary e mail, e mail 1 value, "
        "e mail 2 value, primary contact email, primary contact primary email, main contact email, e mail 3 value, "
        "e mail 2 address, e mail 3 address, 联系邮箱, 邮箱, 电子邮箱, 邮件, 电子邮件, 工作邮箱, 备用邮箱"
    ),
    "phone": (
        "phone, telephone, primary contact phone, primary contact primary phone, business phone, work phone, "
        "phone number, main phone, telephone1, phone work, person phone, person phone work, mobile, mobile phone, "
        "mobile phone number, mobile number, cell, cell phone, person phone mobile, phone mobile, tel, "
        "direct phone, asst phone, other phone, home phone, person phone home, person phone other, phone 1 value, "
        "phone 2 value, phone 3 value, primary phone, office phone, home, business phone 2, home phone 2, "
        "company main phone, 电话, 手机, 手机号, 手机号码, 联系电话, 电话号码, 固定电话, 座机, 办公电话, 移动电话, "
        "telephone number"
    ),
    "preferred_channel": (
        "preferred channel, preferred contact method, preferred method of contact, channel, 偏好渠道, "
        "首选联系方式, 沟通方式"
    ),
    "preferred_time": "preferred time, best time, best time to call, 偏好时间, 方便时间",
}
