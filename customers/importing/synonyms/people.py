"""What other systems call the fields of people."""

PEOPLE: dict[str, str] = {
    "name": (
        "name, full name, display name, user full name, employee name, employee, user, sales agent, sales rep, "
        "姓名, 员工, 员工姓名, 人员, 名称, 用户姓名, 显示名称, 昵称"
    ),
    "first_name": "first name, given name, 名",
    "last_name": "last name, surname, family name, 姓",
    "source_id": "systemuserid, employee id, employee number, user id, 员工编号, 工号, 员工id, 用户id",
    "email": (
        "email, e-mail, mail, email address, work email, primary email, internal email address, user email, login, "
        "username, user name, domain name, 邮箱, 电子邮箱, 邮件, 工作邮箱, 电子邮件, 企业邮箱, 登录名"
    ),
    "title": "job title, position, title, 职位, 职务, 岗位",
    "office": "office, regional office, location, branch, site, 办公室, 办事处, 分公司, 地区",
    "team": (
        "team, default team name, sales team, main team, teams, department, business unit, group, 团队, 部门, "
        "主属部门, 所属部门, 小组"
    ),
    "manager": "manager, manager name, team lead, supervisor, reports to, 经理, 上级, 主管, 直属上级, 汇报对象",
    "active": "active, is active, status, state, user status, 状态, 启用状态, 在职状态, 是否启用, 账号状态",
}
