"""The words that schools and training providers use for results, each with its sense.

Knows only words; `results` combines them. docs/credentials.md lists the usual ones. A word with different meanings at different
schools, such as `E` or `active`, is left out on purpose: mcplan asks about words that it does not know.
"""

from collections.abc import Mapping
from enum import Enum

from mcplanner.ground.spelling import plain_text


class Sense(Enum):
    """What a word says about a result."""

    PASS = "passed"
    WELL = "done well: a pass, unless it is said of mere attendance and the like"
    DONE = "completed"
    FAIL = "failed"
    LEFT = "withdrawn"
    ABSENT = "absent"
    OPEN = "not final"
    RUNNING = "under way"
    AGAIN = "to be taken again"
    ACT = "done, but how well is not said"
    SHARE = "so many of a hundred"
    NOT = "denies what follows"
    NEUTRAL = "says nothing"


_WORDS: Mapping[Sense, str] = {
    Sense.PASS: """
        pass, passed, passes, passing, p, px, competent, proficient, distinction,
        merit, credit, honours, honors, hd, dist, mer, cr, s, cs, commended, commendation,
        certified, graduated, exempt, exempted, exemption, exe, ex, trf, tc, waived,
        credit transfer, transfer credit, credit transferred, recognition of prior learning, recognised prior learning,
        advanced standing, rpl, apl, apel, conceded pass, condoned pass, compensated pass, compensatory pass, ✓, ✔, ✅, ☑,
        👍, a, a*, a+, a-, b, b+, b-, c, c+, c-, d, d+, d-, a1, a2, b3, b4, c5, c6, a plus, a minus, b plus, b minus,
        c plus, c minus, d plus, d minus, lulus, cemerlang, kepujian, kompeten, berjaya, memuaskan, 及格, 合格, 通过, 通過,
        已通过, 已通過, 优秀, 優秀, 良好, 优异, 優異, 胜任, 勝任, 达标, 達標, தேர்ச்சி, பாஸ், bestanden, réussi, reçu,
        aprobado, aprovado, superato
    """,
    Sense.WELL: "satisfactory, satisfactorily, success, successful, successfully, excellent, very good, good",
    Sense.DONE: """
        complete, completed, completes, completion, finished, finish, fulfilled, tamat, selesai, 完成, 已完成, 结业, 結業,
        satisfied, credited, achieved, attained, awarded, conferred, granted, met, cleared
    """,
    Sense.FAIL: """
        fail, fails, failed, failing, failure, failures, f, f+, f-, f*, ff, fx, f9, d7, e8, u, ungraded, unclassified,
        unsuccessful, unsuccessfully, unsatisfactory, unsatisfactorily, unsatisfied, incompetent, nyc, nc, np, nys, cu,
        incomplete, incompleted, incompletion, uncompleted, unfinished, inc, i, no credit, nil credit, disqualified, dq,
        dsq, disqualification, rejected, void, voided, annulled, nullified, invalidated, revoked, rescinded, forfeited,
        plagiarism, plagiarised, compensated fail, condoned fail, marginal fail, near fail, subpass, ✗, ✘, ❌, ❎, 👎,
        gagal, tidak lulus, belum lulus, tidak kompeten, belum kompeten, tidak memuaskan, tidak tamat, 不及格, 不合格,
        未通过, 未通過, 不通过, 不通過, 没通过, 沒通過, 未及格, 未合格, 未达标, 未達標, 不达标, 不達標, 未完成, 没有通过,
        沒有通過, 失败, 失敗, தோல்வி, nicht bestanden, durchgefallen, échoué, ajourné, suspenso, reprobado, reprovado,
        bocciato, referred, referral, refer, remedial, remediation, redo, resubmit, resubmission, resubmitted, re submit,
        re submission
    """,
    Sense.LEFT: """
        withdraw, withdraws, withdrew, withdrawn, withdrawal, withdrawing, w, wd, wf, wp, wu, wdn, w d, drop, drops,
        dropped, dropping, dropout, drop out, discontinued, discontinue, quit, abandoned, terminated, termination, expelled,
        dismissed, suspended, barred, debarred, excluded, exclusion, cancel, cancelled, canceled, cancellation,
        deregistered, lapsed,
        gave up, given up, pulled out, left the course, left course, did not continue, tarik diri, berhenti, 退学, 退學,
        退课, 退課,
        退出, 退修, 取消
    """,
    Sense.ABSENT: """
        absent, absence, absentee, absconded, abs, ab, awol, no show, noshow, missed, dns, dnf, dnc, dna, mia, did not sit,
        did not attend, did not turn up, tidak hadir, 缺席, 缺考
    """,
    Sense.OPEN: """
        provisional, provisionally, prov, tentative, tentatively, interim, unconfirmed, unofficial, conditional,
        conditionally, pending, awaiting, awaited, await, awaits, waiting, withheld, predicted, expected, projected,
        forecast, estimated, anticipated, likely, subject to, tbc, tba, tbd, to be confirmed, to be announced,
        to be determined, to be advised, to be released, to be graded, to be marked, to be assessed, not final,
        under review, under appeal, under moderation, subject to moderation, pending moderation, pending appeal,
        result withheld, results withheld, mock, sementara, 待定, 待公布, 暂定, 暫定
    """,
    Sense.RUNNING: """
        in progress, ip, wip, in process, progressing, ongoing, on going, underway, under way, currently, enrolled, enroled,
        enrol, enrolling, enrollment, enrolment, enrolled in, registered, registration, in training, in course, studying,
        continuing, continue, deferred, defer, deferral, deferment, postponed, on hold, onhold, on leave, leave of absence,
        loa, waitlisted, waitlist, wait listed, wait list, waiting list, not started, started, begun, commenced, planned,
        scheduled, upcoming, future, applied, applying, sedang belajar, dalam proses, sedang berjalan, 进行中, 進行中, 在读,
        在讀, 就读, 就讀, 修读中, 修讀中, 学习中
    """,
    Sense.AGAIN: """
        resit, resits, resitting, re sit, retake, retakes, retaken, retaking, re take, repeat, repeats, repeated, repeating,
        reassess, reassessed, reassessment, re assess, re assessment, re assessed, supplementary, supp, supplemental,
        re exam, reexam, re examination, reexamination, ulang, ulangan, 补考, 補考, 重修, 重考
    """,
    Sense.ACT: """
        attend, attended, attendance, attending, participate, participated, participation, submit, submitted, submission,
        attempt, attempted, assessed, assessment, examined, taken, sat, graded, grading, marked, released, available, confirmed,
        finalised, finalized, official, eligible, hadir
    """,
    Sense.NOT: """
        not, no, non, un, never, nor, neither, nil, zero, without, cannot, cant, unable, unable to, yet to, did not,
        does not, do not, is not, was not, has not, have not, had not, could not, would not, will not, didnt, doesnt, dont,
        isnt, wasnt, hasnt, havent, hadnt, couldnt, wouldnt, wont, didn t, doesn t, don t, isn t, wasn t, hasn t, haven t,
        hadn t, couldn t, wouldn t, won t, can t, below, sub, insufficient, insufficiently, less than, short of, lack of,
        lacks, lacking, lack, tidak, belum, bukan
    """,
    Sense.NEUTRAL: """
        with, and, in full, final, overall, grade, grades, result, results, status, outcome, high, higher, full, is, was,
        has, has been, have, are, the, on, at, after, first attempt, second attempt, third attempt, 1st attempt,
        2nd attempt, 3rd attempt, late, early, letter, class, first class, second class, third class, upper, lower,
        all components, all requirements, requirements, deemed, found, judged, rated, declared, considered, course, module,
        programme, program, wsq
    """,
}


SENSES: Mapping[str, Sense] = {plain_text(phrase): sense for sense, phrases in _WORDS.items() for phrase in phrases.split(",")}
"""Every wording with its sense."""

MOST_WORDS = max(len(phrase.split()) for phrase in SENSES)
"""Words of the longest wording."""

BETWEEN = frozenset(
    (
        *("yet", "to", "be", "been", "being", "as", "fully", "deemed", "considered", "found", "judged", "rated", "declared"),
        *("any", "at", "all", "the", "a", "an", "able", "you"),
    )
)
"""Words that may be between a denial and what it denies: `not yet competent`, `did not fully pass`."""

_SHORT = frozenset(("not", "non", "un", "no", "in", "on", "out", "up", "did", "has", "was", "re"))
JOINED = frozenset(word for phrase in SENSES for word in phrase.split() if len(word) > 3) | BETWEEN | _SHORT
"""The words that may be written without spaces between them: `notyetcompetent`, `InProgress`."""
