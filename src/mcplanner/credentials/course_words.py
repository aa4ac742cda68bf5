"""Words that are usual in titles of courses and in headings of lists, and no names of people.

Words alone. A title is shown only where each of its words stands here or in the catalogue: any other could be a name.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COURSE_WORDS = _words("""
    a about across advanced ai administration adult agile algorithms an analysis analyst analytics and android api app
    application applications applied architecture as assessment assistant assurance at audit auditing automation award aws
    azure banking basic basics beginner beginners big biology biotechnology blockchain bookkeeping building business by
    calculus capstone care career case certificate certified change chemistry childhood clinical cloud coaching code
    coding commerce communication communications compliance computer computing concepts construction consulting content
    core corporate cost counselling course creative critical culinary culture customer cyber cybersecurity data database
    databases debugging deep degree delivery design designing developer developing development devops diagnostics digital
    diploma docker driven early ecommerce economics education effective electrical electronics elementary elements
    emerging energy engineering english enterprise entrepreneurship environment environmental essential essentials ethics
    event evidence excel executive exploration facilitation finance financial fintech first food for foundation
    foundations framework front fundamental fundamentals game general generative geography global google governance
    graduate graphic green hands hardware health healthcare higher history hospitality hotel how human hygiene identity
    illustration implementation in industrial industry informatics information infrastructure innovation instruction
    insurance integrated intelligence interaction intermediate international internet introduction introductory inventory
    investment iot it java javascript journalism kitchen knowledge kubernetes laboratory language languages leadership
    lean learning lecture legal level lifelong linux literacy logic logistics machine maintenance management manager
    managers managing manufacturing marketing master mathematics measurement mechanical mechanics media medical medicine
    method methods micro microbiology mobile modelling modern module modules network networking networks networked nursing
    nutrition of office on online operating operations optimisation optimization or organisation organisational oriented
    patient pattern patterns pay payroll people performance pharmacology philosophy photography physics physiology
    planning platform policy power practical practice practices preparation presentation principles privacy problem
    process processing procurement product production professional programme programming project projects property
    psychology public python qualification quality quantitative react reporting research resource resources responsive
    retail risk robotics role safety sales science scrum search security seminar server service services simulation skill
    skills social software solving specialist spreadsheet spreadsheets sql stack standards statement statistical
    statistics storage strategic strategies strategy studies study supervised supervision supply support sustainability
    sustainable system systems teaching team techniques technologies technology telecommunications testing theory therapy
    thinking threat threats to tools tourism trade training transformation translation ui understanding unit user using ux
    vision visual visualisation visualization vocational warehouse web website with word work workflow workplace workshop
    writing wsq
""")

HEADING_WORDS = COURSE_WORDS | _words("""
    absent absentee achieved actual address age aggregate attempt attempted attendance attended available awarded balance
    band birth campus cancellation cancelled candidate category cgpa class cohort column comment comments competency
    completed completion contact count credit credits cumulative currency date day days department discontinued dropped
    duration earned email end ended enrolled enrolment evaluation exam examination expiration expired expires expiry
    faculty fail failed fee fees field fin final from full funding gender given gpa grade grades grading gross group held
    holder hour hours id identification institution instructor intake issue issued issuer learner lecturer link mark marks
    max maximum member mine minimum mode month my name net no note notes nric number obtained offered organiser other
    outcome overall owner paid part participant pass passed passing passport payment percent percentage phone place point
    points price provider rank rating reason reference registration remaining remark remarks required result results
    revocation revoked room row school score semester serial session sex sheet sign source sponsor staff start started
    state status student subject subsidy surname telephone term terminated test till time timestamp topic total trainee
    trainer type units until url valid validity value venue verdict verified version was week weeks when where withdrawal
    withdrawn year years yes
""")
