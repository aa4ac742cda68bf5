/* The innermost loops of packing: what plans become at the next stop, and which plans are the same.
 *
 * Both give what the Python beside them gives, array for array: `steps.MonthSteps.on` and `partial_plans.distinct`. Those say
 * why; here is only how. Sets of candidates and of starts are bits in words of 64; arrays about plans have a column for each
 * plan, arrays about starts and candidates a row for each, and all amounts are whole numbers of 64 bits.
 */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t Word;
typedef int64_t Amount;

#define UNATTAINABLE ((Amount)1 << 60) /* as in `accounts` */
#define LASTING ((Amount)1 << 40)      /* as in `expiry` */
#define EXPIRED (-((Amount)1 << 40))   /* likewise */
#define LOOKED_BACK 4                  /* as in `partial_plans` */
#define MOST_WORDS 16                  /* of a set of candidates */
#define MOST_OTHERS 2                  /* limits beside hours: evenings, and days off */

/* ---- bits ---- */

static int count_bits(Word word)
{
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_popcountll(word);
#else
    int found = 0;
    for (; word; word &= word - 1) found++;
    return found;
#endif
}

static int lowest_bit(Word word)
{
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_ctzll(word);
#else
    return count_bits((word & (~word + 1)) - 1);
#endif
}

static int has_bit(const Word *set, Py_ssize_t place) { return (int)(set[place >> 6] >> (place & 63) & 1); }

static void add_bit(Word *set, Py_ssize_t place) { set[place >> 6] |= (Word)1 << (place & 63); }

static int meets(const Word *set, const Word *other, Py_ssize_t words)
{
    for (Py_ssize_t w = 0; w < words; w++)
        if (set[w] & other[w]) return 1;
    return 0;
}

static int holds(const Word *set, const Word *other, Py_ssize_t words) /* whether a set has all of another */
{
    for (Py_ssize_t w = 0; w < words; w++)
        if (other[w] & ~set[w]) return 0;
    return 1;
}

#define FOR_BITS(place, set, words)                                                                                            \
    for (Py_ssize_t place##_w = 0; place##_w < (words); place##_w++)                                                           \
        for (Word place##_left = (set)[place##_w]; place##_left; place##_left &= place##_left - 1)                             \
            for (Py_ssize_t place = place##_w * 64 + lowest_bit(place##_left), place##_once = 1; place##_once; place##_once = 0)

/* ---- rows that grow ---- */

typedef struct {
    char *rows;
    size_t width, count, room;
} Rows;

static void *add_row(Rows *own)
{
    if (own->count == own->room) {
        size_t room = own->room ? own->room * 2 : 256;
        char *rows = realloc(own->rows, room * own->width);
        if (!rows) return NULL;
        own->rows = rows;
        own->room = room;
    }
    return own->rows + own->width * own->count++;
}

static void *row(const Rows *own, size_t place) { return own->rows + own->width * place; }

/* ---- a step ---- */

/* Whole numbers about a stop, in the order in which `compiled_steps` gives them. */
enum {
    WORDS,          /* of a set of candidates */
    STARTS,         /* how many may start */
    ACCOUNTS,       /* how many accounts */
    SIDE_BY_SIDE,   /* how many can be in progress */
    CODE_SIZE,      /* bytes of a place in the table of all that can be in progress */
    OTHERS,         /* limits beside hours */
    COUNTED,        /* what limits count, the year's cost first */
    END_ROWS,       /* ends that are remembered */
    USES,           /* different uses of hours */
    CANDIDATES,
    ELECTIVES,      /* candidates that are left to choose */
    THRESHOLDS,     /* of what is left to choose; the last is the whole of it */
    MONTH,
    NEXT_STOP,
    NEW_YEAR,       /* whether another calendar year begins at the next stop */
    YEAR_COST,      /* what a year may cost, in cents, or -1 */
    PRUNES,         /* whether it is asked what each set can still leave */
    HOURS,          /* minutes a week, in each month up to the next stop */
    PLACES,         /* modules that may run in each of them */
    PLACES_BEFORE,  /* and in the month before */
    NUMBERS
};

/* Arrays about a stop, in the same order. */
enum {
    CODE_CANDIDATE, /* int32: for all that can be in progress its candidate */
    CODE_END,       /* int64: when it ends */
    CODE_LOAD,      /* int64: its minutes a week */
    CODE_USE,       /* int32: the place of its use */
    DAYS_TAKEN,     /* uint8: for each limit beside hours and candidate, the days that it takes, as bits */
    MORE_TAKEN,     /* int64: and how much more */
    TOTAL_LIMITS,   /* int64: for each limited total that depends on starts */
    EXCLUDED,       /* sets of candidates, a row for each candidate, as are the next four: what is never in one plan with it */
    CLASHING,       /* what never runs beside it */
    ALONGSIDE,      /* what it is taken alongside */
    FIRSTS,         /* what may be assumed not to start after it */
    APART,          /* what never starts together with it */
    NEEDS_FROM,     /* int32: where the ways in which each can be prepared begin */
    NEEDS,          /* sets of candidates: what must be over */
    START_CANDIDATE, /* int32 */
    START_CODE,     /* int32: its place in the table */
    START_LOAD,     /* int64 */
    START_GAIN,     /* int64 */
    START_BY_HOUR,  /* int64 */
    START_CENTS,    /* int64 */
    START_WORTH,    /* int64 */
    START_COUNTED,  /* int64: a row for each that limits count */
    START_SOONER,   /* uint8: whether it could start a month before, and be no worse */
    BOUND_FROM,     /* int32: where each start's rows of ends begin */
    BOUND_BY,       /* int32 */
    OTHER_LEFT,     /* int64: for each limit beside hours, the least of these months */
    OTHER_BEFORE,   /* int64: that of the month before */
    LATE,           /* a set: what is compulsory and can't start any more at the next stop */
    ELECTIVE_SET,
    COMPULSORY_SET,
    SPENT,          /* int64: for each account and use, what it spends in these months */
    WORTH,          /* int64: for each account, what they are worth */
    BEGUN,          /* int64: what each account is paid for a module begun */
    DELTA,          /* int64: what each start changes in each account when these months are over */
    OWED,           /* int64: for each account and compulsory candidate, what is owed for it at the next stop */
    OWED_NOW,       /* int64: to the last account now */
    WAITS_FROM,     /* int32: where each account's waits begin */
    WAIT_NEEDED,    /* int32 */
    WAIT_INDEX,     /* int32 */
    WAIT_DUAL,      /* int64 */
    WAIT_ALONGSIDE, /* uint8 */
    ELECTIVE,       /* int32: the candidates that are left to choose */
    ELECTIVE_LEAST, /* int64: for each account what each of them costs at least */
    ELECTIVE_COUNT, /* int64: in how many places each is asked for, 0 for none */
    NODE_NEED,      /* int64 */
    NODE_FROM,      /* int32: where the parts of each threshold begin */
    PART_WEIGHT,    /* int64 */
    PART_NODE,      /* int32: an elective's place, or -1 less a threshold's */
    ARRAYS
};

/* Arrays about plans, in the order of `Plans`, and what else can be of use to each. */
enum { P_STARTED, P_RUNNING, P_STARTS, P_WORTH, P_BALANCES, P_SPARE, P_ENDED, P_COUNTED, P_ENDS, P_UNUSED, P_BEFORE, P_WANTED,
       PLAN_ARRAYS };

typedef struct {
    PyObject_HEAD
    Py_ssize_t n[NUMBERS];
    Py_buffer a[ARRAYS];
    int held; /* how many of these are */
    Word *starting; /* the candidates that may start */
    Word *starts_of; /* for each candidate its starts, as a set of starts */
    Word *beside; /* for each start those that may follow it in one set */
} Step;

typedef struct {
    Py_buffer a[PLAN_ARRAYS];
    int held;
    Py_ssize_t count;
} PlanArrays;

#define I32(own, name) ((const int32_t *)(own)->a[name].buf)
#define I64(own, name) ((const Amount *)(own)->a[name].buf)
#define U8(own, name) ((const uint8_t *)(own)->a[name].buf)
#define SETS(own, name) ((const Word *)(own)->a[name].buf)

static Py_ssize_t code_at(const void *codes, Py_ssize_t size, Py_ssize_t place)
{
    if (size == 1) return ((const uint8_t *)codes)[place];
    if (size == 2) return ((const uint16_t *)codes)[place];
    return ((const uint32_t *)codes)[place];
}

static void put_code(void *codes, Py_ssize_t size, Py_ssize_t place, Py_ssize_t code)
{
    if (size == 1)
        ((uint8_t *)codes)[place] = (uint8_t)code;
    else if (size == 2)
        ((uint16_t *)codes)[place] = (uint16_t)code;
    else
        ((uint32_t *)codes)[place] = (uint32_t)code;
}

/* A set of starts that a plan makes: a row of numbers, then of words. */
enum {
    PLAN,
    UNUSED,  /* the hours that are left */
    ROOM,    /* how many modules more may run */
    LEFT,    /* what the last account leaves at most at the next stop */
    CENTS,   /* what the year may still cost */
    OTHER_0, /* what is left by each limit beside hours, and then the days that are taken */
    OTHER_TAKEN_0 = OTHER_0 + MOST_OTHERS,
    SET_NUMBERS = OTHER_TAKEN_0 + MOST_OTHERS
};

typedef struct {
    Step *step;
    PlanArrays *plans;
    Py_ssize_t words, starts, start_words, accounts;
    Rows sets, next, begins, made; /* begins: those of the next size that are worth it */
    /* the plan at hand */
    Word *started, *running, *ended, *over, *then, *lacking;
    Py_ssize_t base_of;         /* the plan that `base` is of */
    Amount *base;               /* its balances at the next stop if nothing starts */
    Amount *owed_base;          /* what is owed then for what is compulsory */
    Amount *waits_for;          /* what each account takes back where a candidate starts for which it waited */
    Amount *shares, *covers, *best;
    Amount *filled, *gained, *beside;
    /* what is owed for electives, of the sets of them that were met */
    Word *known_sets;
    Amount *known_owed;
    size_t known, known_room;
    int32_t *known_places;
    size_t places_room;
    int all_there;
} Work;

static Word *starts_of(Amount *set) { return (Word *)(set + SET_NUMBERS); }
static Word *may_of(const Work *work, Amount *set) { return starts_of(set) + work->start_words; }
static Word *started_of(const Work *work, Amount *set) { return may_of(work, set) + work->start_words; }

static size_t set_width(const Work *work) { return sizeof(Amount) * (SET_NUMBERS + 2 * work->start_words + work->words); }

static const Word *set_of(const Step *step, int name, Py_ssize_t index) { return SETS(step, name) + index * step->n[WORDS]; }

static int is_prepared(const Step *step, const Word *over, Py_ssize_t index, Py_ssize_t words)
{
    const int32_t *from = I32(step, NEEDS_FROM);
    for (int32_t way = from[index]; way < from[index + 1]; way++)
        if (holds(over, SETS(step, NEEDS) + way * words, words)) return 1;
    return 0;
}

/* What candidates leave of a limit beside hours, and which days are free. */
static Amount other_left(const Step *step, Py_ssize_t limit, Amount most, const Word *running, unsigned *taken)
{
    const uint8_t *days = U8(step, DAYS_TAKEN) + limit * step->n[CANDIDATES];
    const Amount *more = I64(step, MORE_TAKEN) + limit * step->n[CANDIDATES];
    *taken = 0;
    FOR_BITS(index, running, step->n[WORDS])
    {
        *taken |= days[index];
        most -= more[index];
    }
    return most - count_bits(*taken);
}

static Amount other_taken(const Step *step, Py_ssize_t limit, Py_ssize_t index, unsigned taken)
{
    const uint8_t *days = U8(step, DAYS_TAKEN) + limit * step->n[CANDIDATES];
    const Amount *more = I64(step, MORE_TAKEN) + limit * step->n[CANDIDATES];
    return count_bits(days[index] & ~taken) + more[index];
}

/* Whether a start of a candidate could have been made in the month before. */
static int could_sooner(const Work *work, Py_ssize_t plan, Py_ssize_t index, Py_ssize_t start)
{
    const Step *step = work->step;
    const PlanArrays *plans = work->plans;
    Py_ssize_t words = work->words;
    if (!U8(step, START_SOONER)[start] || I64(step, START_LOAD)[start] > I64(plans, P_UNUSED)[plan]) return 0;
    if (!is_prepared(step, work->lacking, index, words)) return 0;
    if (!holds(work->started, set_of(step, ALONGSIDE, index), words)) return 0;
    if (meets(work->then, set_of(step, CLASHING, index), words)) return 0;
    const int32_t *from = I32(step, BOUND_FROM);
    for (int32_t own = from[start]; own < from[start + 1]; own++)
        if (I64(plans, P_ENDS)[I32(step, BOUND_BY)[own] * plans->count + plan] >= LASTING) return 0;
    for (Py_ssize_t limit = 0; limit < step->n[OTHERS]; limit++) {
        unsigned taken;
        Amount left = other_left(step, limit, I64(step, OTHER_BEFORE)[limit], work->then, &taken);
        if (other_taken(step, limit, index, taken) > left) return 0;
    }
    return 1;
}

/* What of a candidate may start, as far as rules about modules go. */
static void allow_starts(const Work *work, Py_ssize_t plan, Py_ssize_t index, int may_sooner, Word *may)
{
    const Step *step = work->step;
    Py_ssize_t words = work->words;
    if (meets(work->started, set_of(step, EXCLUDED, index), words)) return;
    if (meets(work->running, set_of(step, CLASHING, index), words)) return;
    if (!is_prepared(step, work->over, index, words)) return;
    const Word *starts = step->starts_of + index * work->start_words;
    FOR_BITS(start, starts, work->start_words)
        if (!may_sooner || !could_sooner(work, plan, index, start)) add_bit(may, start);
}

/* The empty set of starts of a plan, where what runs fits into these months. */
static int add_empty_set(Work *work, Py_ssize_t plan)
{
    const Step *step = work->step;
    const PlanArrays *plans = work->plans;
    Py_ssize_t words = work->words, count = plans->count, size = step->n[CODE_SIZE];
    Amount hours = step->n[HOURS], places = step->n[PLACES];
    Word *started = work->started, *running = work->running, *ended = work->ended;
    for (Py_ssize_t w = 0; w < words; w++) {
        started[w] = SETS(plans, P_STARTED)[w * count + plan];
        ended[w] = SETS(plans, P_ENDED)[w * count + plan];
        running[w] = 0;
    }
    for (Py_ssize_t r = 0; r < step->n[SIDE_BY_SIDE]; r++) {
        Py_ssize_t code = code_at(plans->a[P_RUNNING].buf, size, r * count + plan);
        if (!code) continue;
        places--;
        hours -= I64(step, CODE_LOAD)[code];
        add_bit(running, I32(step, CODE_CANDIDATE)[code]);
    }
    if (hours < 0 || places < 0) return 0;
    Amount others[MOST_OTHERS] = {0};
    unsigned taken[MOST_OTHERS] = {0};
    for (Py_ssize_t limit = 0; limit < step->n[OTHERS]; limit++) {
        others[limit] = other_left(step, limit, I64(step, OTHER_LEFT)[limit], running, &taken[limit]);
        if (others[limit] < 0) return 0;
    }
    for (Py_ssize_t w = 0; w < words; w++) {
        work->over[w] = started[w] & ~running[w];
        work->then[w] = running[w] | ended[w];
        work->lacking[w] = started[w] & ~work->then[w];
    }
    int then = 0;
    for (Py_ssize_t w = 0; w < words; w++) then += count_bits(work->then[w]);
    Amount left = 0;
    if (work->accounts) {
        Py_ssize_t last = work->accounts - 1;
        const Amount *spent = I64(step, SPENT) + last * step->n[USES];
        const Amount *owed = I64(step, OWED) + last * step->n[CANDIDATES], *now = I64(step, OWED_NOW);
        left = I64(plans, P_SPARE)[plan] - I64(step, WORTH)[last];
        for (Py_ssize_t r = 0; r < step->n[SIDE_BY_SIDE]; r++)
            left += spent[I32(step, CODE_USE)[code_at(plans->a[P_RUNNING].buf, size, r * count + plan)]];
        const int32_t *from = I32(step, WAITS_FROM);
        for (int32_t wait = from[last]; wait < from[last + 1]; wait++) {
            const Word *met = U8(step, WAIT_ALONGSIDE)[wait] ? started : work->over;
            if (has_bit(met, I32(step, WAIT_NEEDED)[wait]) && !has_bit(started, I32(step, WAIT_INDEX)[wait]))
                left -= I64(step, WAIT_DUAL)[wait];
        }
        for (Py_ssize_t w = 0; w < words; w++) {
            left += I64(step, BEGUN)[last] * count_bits(started[w]);
            Word lacking = SETS(step, COMPULSORY_SET)[w] & ~started[w];
            FOR_BITS(bit, &lacking, 1) left += now[w * 64 + bit] - owed[w * 64 + bit];
        }
    }
    Amount *set = add_row(&work->sets);
    if (!set) return -1;
    memset(set, 0, work->sets.width);
    set[PLAN] = plan;
    set[UNUSED] = hours;
    set[ROOM] = places;
    set[LEFT] = left;
    set[CENTS] = step->n[YEAR_COST] < 0 ? 0 : step->n[YEAR_COST] - I64(plans, P_COUNTED)[plan];
    for (Py_ssize_t limit = 0; limit < step->n[OTHERS]; limit++) {
        set[OTHER_0 + limit] = others[limit];
        set[OTHER_TAKEN_0 + limit] = taken[limit];
    }
    Word *may = may_of(work, set);
    memcpy(started_of(work, set), started, sizeof(Word) * words);
    for (Py_ssize_t w = 0; w < words; w++) {
        Word wanted = SETS(plans, P_WANTED)[w * count + plan] & step->starting[w];
        FOR_BITS(bit, &wanted, 1) allow_starts(work, plan, w * 64 + bit, then < step->n[PLACES_BEFORE], may);
    }
    return 0;
}

/* Drop of what may start with a set whatever doesn't fit. */
static void fit_starts(const Work *work, Amount *set)
{
    const Step *step = work->step;
    Word *may = may_of(work, set);
    for (Py_ssize_t w = 0; w < work->start_words; w++) {
        Word fitting = 0;
        if (set[ROOM] > 0)
            FOR_BITS(bit, may + w, 1)
            {
                Py_ssize_t start = w * 64 + bit;
                int fits = I64(step, START_LOAD)[start] <= set[UNUSED];
                if (step->n[YEAR_COST] >= 0) fits &= I64(step, START_CENTS)[start] <= set[CENTS];
                for (Py_ssize_t limit = 0; limit < step->n[OTHERS]; limit++)
                    fits &= other_taken(step, limit, I32(step, START_CANDIDATE)[start], (unsigned)set[OTHER_TAKEN_0 + limit]) <=
                            set[OTHER_0 + limit];
                if (fits) fitting |= (Word)1 << bit;
            }
        may[w] = fitting;
    }
}

typedef struct {
    size_t set;
    Py_ssize_t start;
    Amount left; /* at most, with what may follow */
} Begin;

/* The ways to begin one more with a set, those that can still leave something. */
static int add_begins(Work *work, size_t place)
{
    const Step *step = work->step;
    Amount *set = row(&work->sets, place);
    const Word *may = may_of(work, set), *started = started_of(work, set);
    const Amount *loads = I64(step, START_LOAD), *gains = I64(step, START_GAIN), *by_hour = I64(step, START_BY_HOUR);
    Amount *filled = work->filled, *gained = work->gained, *beside = work->beside;
    Py_ssize_t starts = work->starts;
    int any = 0;
    for (Py_ssize_t w = 0; w < work->start_words; w++) any |= may[w] != 0;
    if (!any) return 0;
    if (step->n[PRUNES]) {
        filled[0] = gained[0] = beside[0] = 0;
        for (Py_ssize_t start = 0; start < starts; start++) {
            Amount there = has_bit(may, start);
            filled[start + 1] = filled[start] + there * loads[start];
            gained[start + 1] = gained[start] + there * loads[start] * by_hour[start];
            beside[start + 1] = beside[start] + (there && !loads[start] && gains[start] > 0 ? gains[start] : 0);
        }
    }
    Py_ssize_t end = 0;
    FOR_BITS(start, may, work->start_words)
    {
        Amount left = 0;
        if (step->n[PRUNES]) {
            Amount full = filled[start] + set[UNUSED];
            while (end < starts && filled[end + 1] <= full) end++;
            left = set[LEFT] + gains[start] + gained[end] - gained[start + 1] + beside[starts] - beside[start + 1];
            if (end < starts) left += by_hour[end] * (full - filled[end]);
            if (left < 0) continue;
        }
        if (!holds(started, set_of(step, FIRSTS, I32(step, START_CANDIDATE)[start]), work->words)) continue;
        Begin *begin = add_row(&work->begins);
        if (!begin) return -1;
        *begin = (Begin){place, start, left};
    }
    return 0;
}

static int compare_amounts(const void *one, const void *other)
{
    Amount a = *(const Amount *)one, b = *(const Amount *)other;
    return (a > b) - (a < b);
}

/* Keep those that can leave the most, at most so many; of equal ones the first. */
static int keep_largest(Work *work, size_t most)
{
    size_t count = work->begins.count, kept = 0, above = 0;
    if (count <= most) return 0;
    work->all_there = 0;
    Amount *sorted = malloc(sizeof(Amount) * count);
    if (!sorted) return -1;
    for (size_t i = 0; i < count; i++) sorted[i] = ((Begin *)row(&work->begins, i))->left;
    qsort(sorted, count, sizeof(Amount), compare_amounts);
    Amount least = most ? sorted[count - most] : INT64_MAX;
    free(sorted);
    for (size_t i = 0; i < count; i++) above += ((Begin *)row(&work->begins, i))->left > least;
    size_t equal = most - above;
    for (size_t i = 0; i < count; i++) {
        Begin *own = row(&work->begins, i);
        if (own->left < least || (own->left == least && !equal)) continue;
        if (own->left == least) equal--;
        *(Begin *)row(&work->begins, kept++) = *own;
    }
    work->begins.count = kept;
    return 0;
}

/* The sets of the next size. */
static int make_next(Work *work)
{
    const Step *step = work->step;
    work->next.count = 0;
    for (size_t i = 0; i < work->begins.count; i++) {
        Begin *begin = row(&work->begins, i);
        Py_ssize_t start = begin->start, index = I32(step, START_CANDIDATE)[start];
        Amount *set = add_row(&work->next);
        if (!set) return -1;
        memcpy(set, row(&work->sets, begin->set), work->next.width);
        set[UNUSED] -= I64(step, START_LOAD)[start];
        set[ROOM] -= 1;
        set[LEFT] += I64(step, START_GAIN)[start];
        set[CENTS] -= I64(step, START_CENTS)[start];
        for (Py_ssize_t limit = 0; limit < step->n[OTHERS]; limit++) {
            unsigned taken = (unsigned)set[OTHER_TAKEN_0 + limit];
            set[OTHER_0 + limit] -= other_taken(step, limit, index, taken);
            set[OTHER_TAKEN_0 + limit] = taken | U8(step, DAYS_TAKEN)[limit * step->n[CANDIDATES] + index];
        }
        add_bit(starts_of(set), start);
        add_bit(started_of(work, set), index);
        Word *may = may_of(work, set);
        for (Py_ssize_t w = 0; w < work->start_words; w++) may[w] &= step->beside[start * work->start_words + w];
    }
    Rows sets = work->sets;
    work->sets = work->next;
    work->next = sets;
    return 0;
}

/* What a threshold costs at least: a knapsack, as `accounts._least_cover` has it. */
static Amount least_cover(Work *work, Py_ssize_t node)
{
    const Step *step = work->step;
    const int32_t *from = I32(step, NODE_FROM), *part_node = I32(step, PART_NODE);
    const Amount *weights = I64(step, PART_WEIGHT);
    Amount spare = -I64(step, NODE_NEED)[node], needed = 0, need = 0;
    for (int32_t part = from[node]; part < from[node + 1]; part++) spare += weights[part];
    for (int32_t part = from[node]; part < from[node + 1]; part++) {
        if (weights[part] <= spare) {
            need += weights[part];
            continue;
        }
        needed += part_node[part] >= 0 ? work->shares[part_node[part]] : work->covers[-1 - part_node[part]];
        if (needed > UNATTAINABLE) needed = UNATTAINABLE;
    }
    need = need > spare ? need - spare : 0;
    Amount *best = work->best;
    best[0] = 0;
    for (Amount reached = 1; reached <= need; reached++) best[reached] = UNATTAINABLE;
    for (int32_t part = from[node]; part < from[node + 1]; part++) {
        Amount weight = weights[part];
        if (weight > spare) continue;
        Amount share = part_node[part] >= 0 ? work->shares[part_node[part]] : work->covers[-1 - part_node[part]];
        for (Amount reached = need; reached > 0; reached--) {
            Amount with_it = best[reached > weight ? reached - weight : 0] + share;
            if (with_it < best[reached]) best[reached] = with_it;
        }
    }
    needed += best[need];
    return needed > UNATTAINABLE ? UNATTAINABLE : needed;
}

/* What is owed to each account for electives, given which of them have started. */
static void owe_for_electives(Work *work, const Word *electives, Amount *owed)
{
    const Step *step = work->step;
    for (Py_ssize_t account = 0; account < work->accounts; account++) {
        const Amount *least = I64(step, ELECTIVE_LEAST) + account * step->n[ELECTIVES];
        owed[account] = 0;
        for (Py_ssize_t place = 0; place < step->n[ELECTIVES]; place++) {
            Amount own = has_bit(electives, I32(step, ELECTIVE)[place]) ? 0 : least[place];
            Amount count = I64(step, ELECTIVE_COUNT)[place];
            if (own < 0) owed[account] += own;
            work->shares[place] = own > 0 && count ? own / count : 0;
        }
        for (Py_ssize_t node = 0; node < step->n[THRESHOLDS]; node++) work->covers[node] = least_cover(work, node);
        if (step->n[THRESHOLDS]) owed[account] += work->covers[step->n[THRESHOLDS] - 1];
    }
}

static Word mixed(Word hash, Word word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

/* The same, remembered: a table of the places of sets that were met, and -1 where there is none. */
static const Amount *owed_for(Work *work, const Word *electives)
{
    if (2 * work->known >= work->places_room) {
        size_t room = work->places_room ? 2 * work->places_room : 64;
        int32_t *places = realloc(work->known_places, sizeof(int32_t) * room);
        if (!places) return NULL;
        work->known_places = places;
        work->places_room = room;
        memset(places, 0xff, sizeof(int32_t) * room);
        for (size_t i = 0; i < work->known; i++) {
            Word hash = 0;
            for (Py_ssize_t w = 0; w < work->words; w++) hash = mixed(hash, work->known_sets[i * work->words + w]);
            size_t at = hash & (room - 1);
            while (places[at] >= 0) at = (at + 1) & (room - 1);
            places[at] = (int32_t)i;
        }
    }
    Word hash = 0;
    for (Py_ssize_t w = 0; w < work->words; w++) hash = mixed(hash, electives[w]);
    size_t at = hash & (work->places_room - 1);
    for (; work->known_places[at] >= 0; at = (at + 1) & (work->places_room - 1))
        if (!memcmp(work->known_sets + work->known_places[at] * work->words, electives, sizeof(Word) * work->words))
            return work->known_owed + work->known_places[at] * work->accounts;
    if (work->known == work->known_room) {
        size_t room = work->known_room ? 2 * work->known_room : 32;
        Word *sets = realloc(work->known_sets, sizeof(Word) * room * work->words);
        if (sets) work->known_sets = sets;
        Amount *owed = realloc(work->known_owed, sizeof(Amount) * room * (work->accounts + 1));
        if (owed) work->known_owed = owed;
        if (!sets || !owed) return NULL;
        work->known_room = room;
    }
    memcpy(work->known_sets + work->known * work->words, electives, sizeof(Word) * work->words);
    owe_for_electives(work, electives, work->known_owed + work->known * work->accounts);
    work->known_places[at] = (int32_t)work->known;
    return work->known_owed + work->known++ * work->accounts;
}

/* What the accounts of a plan have at the next stop if nothing starts, and what is owed to them then. */
static void begin_accounts(Work *work, Py_ssize_t plan)
{
    const Step *step = work->step;
    const PlanArrays *plans = work->plans;
    Py_ssize_t words = work->words, count = plans->count, candidates = step->n[CANDIDATES];
    Word *started = work->started, *over = work->over;
    for (Py_ssize_t w = 0; w < words; w++) over[w] = started[w] = SETS(plans, P_STARTED)[w * count + plan];
    for (Py_ssize_t r = 0; r < step->n[SIDE_BY_SIDE]; r++) {
        Py_ssize_t code = code_at(plans->a[P_RUNNING].buf, step->n[CODE_SIZE], r * count + plan);
        if (!code) continue;
        Py_ssize_t index = I32(step, CODE_CANDIDATE)[code];
        over[index >> 6] &= ~((Word)1 << (index & 63));
    }
    memset(work->waits_for, 0, sizeof(Amount) * work->accounts * candidates);
    for (Py_ssize_t account = 0; account < work->accounts; account++) {
        const Amount *spent = I64(step, SPENT) + account * step->n[USES], *owed = I64(step, OWED) + account * candidates;
        Amount base = I64(plans, P_BALANCES)[account * count + plan] - I64(step, WORTH)[account], owes = 0;
        for (Py_ssize_t r = 0; r < step->n[SIDE_BY_SIDE]; r++)
            base += spent[I32(step, CODE_USE)[code_at(plans->a[P_RUNNING].buf, step->n[CODE_SIZE], r * count + plan)]];
        const int32_t *from = I32(step, WAITS_FROM);
        for (int32_t wait = from[account]; wait < from[account + 1]; wait++) {
            Py_ssize_t index = I32(step, WAIT_INDEX)[wait];
            if (U8(step, WAIT_ALONGSIDE)[wait] || has_bit(started, index)) continue;
            if (!has_bit(over, I32(step, WAIT_NEEDED)[wait])) continue;
            base -= I64(step, WAIT_DUAL)[wait];
            work->waits_for[account * candidates + index] += I64(step, WAIT_DUAL)[wait];
        }
        for (Py_ssize_t w = 0; w < words; w++) {
            base += I64(step, BEGUN)[account] * count_bits(started[w]);
            Word lacking = SETS(step, COMPULSORY_SET)[w] & ~started[w];
            FOR_BITS(bit, &lacking, 1) owes += owed[w * 64 + bit];
        }
        work->base[account] = base;
        work->owed_base[account] = owes;
    }
    work->base_of = plan;
}

/* A plan that comes out of a step: which plan it was, what starts, and its accounts. */
enum { MADE_PLAN, MADE_UNUSED, MADE_SPARE, MADE_NUMBERS };

static size_t made_width(const Work *work) { return sizeof(Amount) * (MADE_NUMBERS + work->accounts + work->start_words); }

static Word *made_starts(const Work *work, Amount *made) { return (Word *)(made + MADE_NUMBERS + work->accounts); }

/* Make a plan of a set of starts, where it keeps its limits and overdraws no account. */
static int make_plan(Work *work, Amount *set)
{
    const Step *step = work->step;
    const PlanArrays *plans = work->plans;
    const Word *starts = starts_of(set), *started = started_of(work, set);
    Py_ssize_t plan = (Py_ssize_t)set[PLAN], count = plans->count, candidates = step->n[CANDIDATES];
    if (set[LEFT] < 0 || !holds(started, SETS(step, LATE), work->words)) return 0;
    for (Py_ssize_t total = 1; total < step->n[COUNTED]; total++) {
        Amount counted = I64(plans, P_COUNTED)[total * count + plan];
        FOR_BITS(start, starts, work->start_words) counted += I64(step, START_COUNTED)[total * work->starts + start];
        if (counted > I64(step, TOTAL_LIMITS)[total - 1]) return 0;
    }
    Amount spare = I64(plans, P_SPARE)[plan];
    Amount *made = add_row(&work->made);
    if (!made) return -1;
    if (work->accounts) {
        if (work->base_of != plan) begin_accounts(work, plan);
        Word electives[MOST_WORDS];
        for (Py_ssize_t w = 0; w < work->words; w++) electives[w] = started[w] & SETS(step, ELECTIVE_SET)[w];
        const Amount *for_electives = owed_for(work, electives);
        if (!for_electives) return -1;
        for (Py_ssize_t account = 0; account < work->accounts; account++) {
            const Amount *delta = I64(step, DELTA) + account * work->starts, *owed = I64(step, OWED) + account * candidates;
            Amount balance = work->base[account], owes = work->owed_base[account] + for_electives[account];
            FOR_BITS(start, starts, work->start_words)
            {
                Py_ssize_t index = I32(step, START_CANDIDATE)[start];
                balance += delta[start] + work->waits_for[account * candidates + index];
                owes -= owed[index];
            }
            const int32_t *from = I32(step, WAITS_FROM);
            for (int32_t wait = from[account]; wait < from[account + 1]; wait++)
                if (U8(step, WAIT_ALONGSIDE)[wait] && has_bit(started, I32(step, WAIT_NEEDED)[wait]) &&
                    !has_bit(started, I32(step, WAIT_INDEX)[wait]))
                    balance -= I64(step, WAIT_DUAL)[wait];
            spare = balance - owes;
            if (spare < 0) {
                work->made.count--;
                return 0;
            }
            made[MADE_NUMBERS + account] = balance;
        }
    }
    made[MADE_PLAN] = plan;
    made[MADE_UNUSED] = set[UNUSED];
    made[MADE_SPARE] = spare;
    memcpy(made_starts(work, made), starts, sizeof(Word) * work->start_words);
    return 0;
}

static int make_plans(Work *work)
{
    for (size_t i = 0; i < work->sets.count; i++)
        if (make_plan(work, row(&work->sets, i))) return -1;
    return 0;
}

/* All sets of starts of some plans, one start after another. */
static int make_sets(Work *work, size_t most)
{
    for (Py_ssize_t plan = 0; plan < work->plans->count; plan++)
        if (add_empty_set(work, plan)) return -1;
    while (work->sets.count) {
        if (make_plans(work)) return -1;
        work->begins.count = 0;
        for (size_t i = 0; i < work->sets.count; i++) {
            fit_starts(work, row(&work->sets, i));
            if (add_begins(work, i)) return -1;
        }
        if (keep_largest(work, most) || make_next(work)) return -1;
    }
    return 0;
}

/* What is in progress when these months are over, the later in the table first, and what is just over. */
static int age(const Work *work, Amount *made, Py_ssize_t column, Py_ssize_t columns, void *running, Word *ended)
{
    const Step *step = work->step;
    const PlanArrays *plans = work->plans;
    Py_ssize_t rows = step->n[SIDE_BY_SIDE], size = step->n[CODE_SIZE], plan = (Py_ssize_t)made[MADE_PLAN], there = 0;
    Py_ssize_t next = 0;
    Py_ssize_t codes[256];
    for (; next < rows; next++) {
        Py_ssize_t code = code_at(plans->a[P_RUNNING].buf, size, next * plans->count + plan);
        if (code) codes[there++] = code;
    }
    FOR_BITS(start, made_starts(work, made), work->start_words)
    {
        if (there == rows || there == 256) return -1;
        codes[there++] = I32(step, START_CODE)[start];
    }
    for (Py_ssize_t i = 1; i < there; i++) {
        Py_ssize_t code = codes[i], at = i;
        for (; at && codes[at - 1] < code; at--) codes[at] = codes[at - 1];
        codes[at] = code;
    }
    next = 0;
    for (Py_ssize_t i = 0; i < there; i++) {
        if (I64(step, CODE_END)[codes[i]] == step->n[NEXT_STOP]) {
            Py_ssize_t index = I32(step, CODE_CANDIDATE)[codes[i]];
            ended[(index >> 6) * columns + column] |= (Word)1 << (index & 63);
        } else
            put_code(running, size, next++ * columns + column, codes[i]);
    }
    return 0;
}

static void *zeros(PyObject *out, Py_ssize_t place, Py_ssize_t bytes)
{
    PyObject *array = PyByteArray_FromStringAndSize(NULL, bytes);
    if (!array) return NULL;
    if (PyTuple_SetItem(out, place, array)) return NULL;
    char *buf = PyByteArray_AsString(array);
    memset(buf, 0, bytes);
    return buf;
}

/* The arrays of the plans that were made, in the order of `Plans`, and whether they are all. */
static PyObject *arrays_of_made(const Work *work)
{
    const Step *step = work->step;
    const PlanArrays *plans = work->plans;
    Py_ssize_t count = (Py_ssize_t)work->made.count, of = plans->count, words = work->words, wide = sizeof(Amount);
    Py_ssize_t counted_rows = step->n[COUNTED], end_rows = step->n[END_ROWS];
    PyObject *out = PyTuple_New(P_WANTED + 1);
    if (!out) return NULL;
    Word *started = zeros(out, P_STARTED, wide * words * count);
    void *running = zeros(out, P_RUNNING, step->n[CODE_SIZE] * step->n[SIDE_BY_SIDE] * count);
    Amount *starts = zeros(out, P_STARTS, wide * count), *worth = zeros(out, P_WORTH, wide * count);
    Amount *balances = zeros(out, P_BALANCES, wide * work->accounts * count), *spare = zeros(out, P_SPARE, wide * count);
    Word *ended = zeros(out, P_ENDED, wide * words * count);
    Amount *counted = zeros(out, P_COUNTED, wide * counted_rows * count), *ends = zeros(out, P_ENDS, wide * end_rows * count);
    Amount *unused = zeros(out, P_UNUSED, wide * count), *before = zeros(out, P_BEFORE, wide * count);
    PyObject *all_there = PyBool_FromLong(work->all_there);
    if (PyTuple_SetItem(out, P_WANTED, all_there) || PyErr_Occurred()) {
        Py_DECREF(out);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        Amount *made = row(&work->made, i);
        Py_ssize_t plan = (Py_ssize_t)made[MADE_PLAN];
        starts[i] = I64(plans, P_STARTS)[plan];
        worth[i] = I64(plans, P_WORTH)[plan];
        for (Py_ssize_t w = 0; w < words; w++) started[w * count + i] = SETS(plans, P_STARTED)[w * of + plan];
        for (Py_ssize_t r = 0; r < counted_rows; r++) counted[r * count + i] = I64(plans, P_COUNTED)[r * of + plan];
        FOR_BITS(start, made_starts(work, made), work->start_words)
        {
            Py_ssize_t index = I32(step, START_CANDIDATE)[start];
            started[(index >> 6) * count + i] |= (Word)1 << (index & 63);
            starts[i] += step->n[MONTH];
            worth[i] += I64(step, START_WORTH)[start];
            for (Py_ssize_t r = 0; r < counted_rows; r++)
                counted[r * count + i] += I64(step, START_COUNTED)[r * work->starts + start];
        }
        if (step->n[NEW_YEAR]) counted[i] = 0;
        for (Py_ssize_t a = 0; a < work->accounts; a++) balances[a * count + i] = made[MADE_NUMBERS + a];
        for (Py_ssize_t r = 0; r < end_rows; r++) ends[r * count + i] = I64(plans, P_ENDS)[r * of + plan];
        spare[i] = made[MADE_SPARE];
        unused[i] = made[MADE_UNUSED];
        before[i] = I64(plans, P_BEFORE)[plan];
        if (age(work, made, i, count, running, ended)) {
            Py_DECREF(out);
            PyErr_SetString(PyExc_RuntimeError, "more modules run side by side than there are rows for them");
            return NULL;
        }
    }
    return out;
}

static int begin_work(Work *work)
{
    Step *step = work->step;
    size_t words = step->n[WORDS], starts = step->n[STARTS], accounts = step->n[ACCOUNTS], candidates = step->n[CANDIDATES];
    size_t most_weight = 0;
    for (Py_ssize_t node = 0; node < step->n[THRESHOLDS]; node++) {
        size_t weight = 0;
        for (int32_t part = I32(step, NODE_FROM)[node]; part < I32(step, NODE_FROM)[node + 1]; part++)
            weight += (size_t)I64(step, PART_WEIGHT)[part];
        if (weight > most_weight) most_weight = weight;
    }
    work->words = words;
    work->starts = starts;
    work->start_words = (starts + 63) / 64;
    work->accounts = accounts;
    work->all_there = 1;
    work->base_of = -1;
    work->sets.width = work->next.width = set_width(work);
    work->begins.width = sizeof(Begin);
    work->made.width = made_width(work);
    size_t of_choice = step->n[ELECTIVES] + step->n[THRESHOLDS] + most_weight + 1;
    size_t amounts = accounts * (candidates + 2) + of_choice + 3 * (starts + 1);
    work->started = calloc(6 * words + amounts, sizeof(Amount));
    if (!work->started) return -1;
    work->running = work->started + words;
    work->ended = work->running + words;
    work->over = work->ended + words;
    work->then = work->over + words;
    work->lacking = work->then + words;
    work->base = (Amount *)(work->lacking + words);
    work->owed_base = work->base + accounts;
    work->waits_for = work->owed_base + accounts;
    work->shares = work->waits_for + accounts * candidates;
    work->covers = work->shares + step->n[ELECTIVES];
    work->best = work->covers + step->n[THRESHOLDS];
    work->filled = work->best + most_weight + 1;
    work->gained = work->filled + starts + 1;
    work->beside = work->gained + starts + 1;
    return 0;
}

static void end_work(Work *work)
{
    free(work->sets.rows);
    free(work->next.rows);
    free(work->begins.rows);
    free(work->made.rows);
    free(work->started);
    free(work->known_sets);
    free(work->known_owed);
    free(work->known_places);
}

/* ---- which plans are the same ---- */

/* What tells plans apart: arrays about them, and about all that can be in progress. */
enum {
    S_STARTED,  /* sets */
    S_RUNNING,  /* codes */
    S_ENDS,     /* int64: those ends that must be the same */
    S_WORTH,    /* int64 */
    S_STARTS,   /* int64 */
    S_COUNTED,  /* int64: whatever limits count, the more the worse */
    S_ALIKE,    /* uint32: for each code what stands for it where nothing waits for it */
    S_AWAITED,  /* sets: for each code, in rows, what waits for it */
    STATE_ARRAYS
};

typedef struct {
    Py_buffer a[STATE_ARRAYS];
    int held;
    Py_ssize_t count, words, rows, size, end_rows, counted, key_words;
    Word *keys;
    int32_t *places, *same; /* a table of places, and for each plan another one that is the same, or -1 */
    size_t room;
    char *chosen;
} States;

static void write_key(const States *own, Py_ssize_t plan, Word *key)
{
    uint32_t *codes = (uint32_t *)(key + own->words + own->end_rows);
    for (Py_ssize_t w = 0; w < own->words; w++) key[w] = SETS(own, S_STARTED)[w * own->count + plan];
    for (Py_ssize_t r = 0; r < own->end_rows; r++) key[own->words + r] = (Word)I64(own, S_ENDS)[r * own->count + plan];
    for (Py_ssize_t r = 0; r < own->rows; r++) {
        Py_ssize_t code = code_at(own->a[S_RUNNING].buf, own->size, r * own->count + plan), at = r;
        uint32_t told = holds(key, SETS(own, S_AWAITED) + code * own->words, own->words)
                            ? ((const uint32_t *)own->a[S_ALIKE].buf)[code]
                            : (uint32_t)code;
        for (; at && codes[at - 1] < told; at--) codes[at] = codes[at - 1];
        codes[at] = told;
    }
}

/* Whether one plan comes before another of the same: it is worth less, or its sum of starts is, and so on. */
static int comes_before(const States *own, Py_ssize_t one, Py_ssize_t other)
{
    const Amount *worth = I64(own, S_WORTH), *starts = I64(own, S_STARTS), *counted = I64(own, S_COUNTED);
    if (worth[one] != worth[other]) return worth[one] < worth[other];
    if (starts[one] != starts[other]) return starts[one] < starts[other];
    for (Py_ssize_t r = own->counted; r--;) {
        Amount a = counted[r * own->count + one], b = counted[r * own->count + other];
        if (a != b) return a < b;
    }
    return one < other;
}

/* Put plans in order, by way of as much room beside them. */
static void put_in_order(const States *own, Py_ssize_t *plans, Py_ssize_t *beside, Py_ssize_t count)
{
    if (count < 2) return;
    Py_ssize_t half = count / 2, left = 0, right = half;
    put_in_order(own, plans, beside, half);
    put_in_order(own, plans + half, beside, count - half);
    for (Py_ssize_t at = 0; at < count; at++) {
        int from_left = right == count || (left < half && comes_before(own, plans[left], plans[right]));
        beside[at] = plans[from_left ? left++ : right++];
    }
    memcpy(plans, beside, sizeof(Py_ssize_t) * (size_t)count);
}

/* Of the plans that are the same as one, choose those of which no limit counts less in one of the four before. */
static int choose_among(const States *own, Py_ssize_t plan, Rows *group)
{
    const Amount *counted = I64(own, S_COUNTED);
    Py_ssize_t there = 0;
    for (Py_ssize_t other = plan; other >= 0; other = own->same[other]) there++;
    group->count = 0;
    while ((Py_ssize_t)group->count < 2 * there)
        if (!add_row(group)) return -1;
    Py_ssize_t *members = (Py_ssize_t *)group->rows;
    for (Py_ssize_t at = 0; plan >= 0; plan = own->same[plan]) members[at++] = plan;
    put_in_order(own, members, members + there, there);
    for (Py_ssize_t i = 0; i < there; i++) {
        int beaten = 0;
        for (Py_ssize_t back = 1; back <= LOOKED_BACK && back <= i && !beaten; back++) {
            beaten = 1;
            for (Py_ssize_t r = 0; r < own->counted && beaten; r++)
                beaten = counted[r * own->count + members[i - back]] <= counted[r * own->count + members[i]];
        }
        own->chosen[members[i]] = (char)!beaten;
    }
    return 0;
}

/* Find for each plan the others that are the same, and choose the first of them where nothing else is counted. */
static void tell_apart(States *own)
{
    size_t mask = own->room - 1, bytes = sizeof(Word) * own->key_words;
    memset(own->places, 0xff, sizeof(int32_t) * own->room);
    for (Py_ssize_t plan = 0; plan < own->count; plan++) {
        Word *key = own->keys + plan * own->key_words, hash = 0;
        write_key(own, plan, key);
        for (Py_ssize_t w = 0; w < own->key_words; w++) hash = mixed(hash, key[w]);
        size_t at = hash & mask;
        while (own->places[at] >= 0 && memcmp(own->keys + own->places[at] * own->key_words, key, bytes)) at = (at + 1) & mask;
        int32_t there = own->places[at];
        own->same[plan] = there;
        if (own->counted || there < 0 || comes_before(own, plan, there)) {
            if (there >= 0) own->chosen[there] = 0;
            own->chosen[plan] = 1;
            own->places[at] = (int32_t)plan;
        }
    }
}

static int choose_distinct(States *own)
{
    tell_apart(own);
    if (!own->counted) return 0;
    Rows group = {.width = sizeof(Py_ssize_t)};
    int failed = 0;
    for (size_t at = 0; at < own->room && !failed; at++)
        if (own->places[at] >= 0) failed = choose_among(own, own->places[at], &group);
    free(group.rows);
    return failed;
}

static int begin_states(States *own)
{
    own->key_words = own->words + own->end_rows + (own->rows + 1) / 2;
    for (own->room = 64; own->room < 2 * (size_t)own->count; own->room *= 2) {}
    own->keys = calloc((size_t)(own->count * own->key_words) + 1, sizeof(Word));
    own->places = malloc(sizeof(int32_t) * own->room);
    own->same = malloc(sizeof(int32_t) * ((size_t)own->count + 1));
    return own->keys && own->places && own->same ? 0 : -1;
}

static void end_states(States *own)
{
    free(own->keys);
    free(own->places);
    free(own->same);
}

/* ---- what is remembered where modules expire ---- */

/* Arrays about awards for which modules expire, as `compiled_steps` gives them; what is about plans comes last. */
enum {
    A_MONTHS,      /* int64: for each award how long modules count */
    A_LASTING,     /* int64: from which offset on ends don't matter */
    A_HELD,        /* int64: the first end of what is held and may count */
    A_ROW,         /* int32: the row of the first end of what is sure; those of the others follow */
    A_SURE,        /* sets: what counts in every plan */
    A_OTHERS_FROM, /* int32: where the others of each award begin */
    A_OTHERS,      /* int32: candidates */
    A_REST_FROM,   /* int32: where what is sure, and what it needs, begins */
    A_REST,        /* int32: candidates, each after what it needs */
    A_REST_SURE,   /* uint8: whether it is sure itself */
    A_ENERGY,      /* int64: what it takes at least */
    A_NEEDS_FROM,  /* int32: where the places of what each needs begin */
    A_NEEDS,       /* int32 */
    A_ENDS,        /* int64: its earliest end from each offset on */
    A_HOURS,       /* int64: the hours before each offset */
    A_CANDIDATE,   /* int32: for all that can be in progress its candidate */
    A_STARTED,     /* sets */
    A_RUNNING,     /* codes */
    A_ENDED,       /* sets */
    A_REMEMBERED,  /* int64, a row for each end, which change */
    AWARD_ARRAYS
};

typedef struct {
    Py_buffer a[AWARD_ARRAYS];
    int held;
    Py_ssize_t awards, horizon, count, words, rows, size, month;
    Amount *ends; /* of what has yet to start */
    char *in_time;
} Awards;

static int column_has(const Awards *own, int name, Py_ssize_t plan, Py_ssize_t index)
{
    return (int)(SETS(own, name)[(index >> 6) * own->count + plan] >> (index & 63) & 1);
}

static int has_sure(const Awards *own, int name, Py_ssize_t plan, Py_ssize_t award)
{
    for (Py_ssize_t w = 0; w < own->words; w++)
        if (SETS(own, name)[w * own->count + plan] & SETS(own, A_SURE)[award * own->words + w]) return 1;
    return 0;
}

static Amount *remembered(const Awards *own, Py_ssize_t award, Py_ssize_t other, Py_ssize_t plan)
{
    return (Amount *)own->a[A_REMEMBERED].buf + (I32(own, A_ROW)[award] + other) * own->count + plan;
}

/* Remember the ends of what has just ended; whether anything is remembered then. */
static int remember_ends(const Awards *own, Py_ssize_t award, Py_ssize_t plan)
{
    const int32_t *from = I32(own, A_OTHERS_FROM);
    Py_ssize_t others = from[award + 1] - from[award];
    Amount months = I64(own, A_MONTHS)[award], lasting = I64(own, A_LASTING)[award], *first = remembered(own, award, 0, plan);
    if (own->month < lasting && *first > own->month && has_sure(own, A_ENDED, plan, award)) *first = own->month;
    int any = *first != LASTING;
    for (Py_ssize_t other = 1; other <= others; other++) {
        Amount *end = remembered(own, award, other, plan);
        if (column_has(own, A_ENDED, plan, I32(own, A_OTHERS)[from[award] + other - 1])) {
            Amount counting = I64(own, A_HELD)[award];
            for (Py_ssize_t each = 1; each <= others; each++) {
                Amount known = *remembered(own, award, each, plan);
                if (each != other && known != EXPIRED && known < counting) counting = known;
            }
            Amount soonest = *first < counting ? *first : counting, soon = lasting < *first ? lasting : *first;
            if (own->month < soon || own->month > soonest + months) *end = own->month;
            if (own->month > *first + months) *end = EXPIRED;
        }
        any |= *end != LASTING;
    }
    return any;
}

static Amount clipped(Amount offset, Amount last) { return offset < 0 ? 0 : offset > last ? last : offset; }

/* Whether what is sure can all end in time; what is no longer needed is forgotten. */
static int ends_in_time(const Awards *own, Py_ssize_t award, Py_ssize_t plan)
{
    const int32_t *from = I32(own, A_REST_FROM), *needs = I32(own, A_NEEDS_FROM);
    Amount months = I64(own, A_MONTHS)[award], *first = remembered(own, award, 0, plan), asked = 0;
    Amount due = has_sure(own, A_ENDED, plan, award) ? own->month : 0, last = 0;
    for (int32_t place = from[award]; place < from[award + 1]; place++) {
        own->ends[place] = 0;
        if (column_has(own, A_STARTED, plan, I32(own, A_REST)[place])) continue;
        Amount ready = own->month;
        for (int32_t need = needs[place]; need < needs[place + 1]; need++)
            if (own->ends[I32(own, A_NEEDS)[need]] > ready) ready = own->ends[I32(own, A_NEEDS)[need]];
        own->ends[place] = I64(own, A_ENDS)[place * (own->horizon + 2) + clipped(ready, own->horizon + 1)];
        if (U8(own, A_REST_SURE)[place] && own->ends[place] > last) last = own->ends[place];
        asked += I64(own, A_ENERGY)[place];
    }
    if (last > due) due = last;
    Amount end = *first + months > own->month ? *first + months : own->month;
    int in_time = due <= *first + months &&
                  asked <= I64(own, A_HOURS)[clipped(end, own->horizon)] - I64(own, A_HOURS)[own->month];
    Py_ssize_t others = I32(own, A_OTHERS_FROM)[award + 1] - I32(own, A_OTHERS_FROM)[award];
    for (Py_ssize_t other = 1; other <= others; other++)
        if (*remembered(own, award, other, plan) + months < due) *remembered(own, award, other, plan) = EXPIRED;
    return in_time;
}

/* Whether everything that is sure is over. */
static int is_over(const Awards *own, Py_ssize_t award, Py_ssize_t plan)
{
    Word running[MOST_WORDS] = {0};
    for (Py_ssize_t r = 0; r < own->rows; r++) {
        Py_ssize_t code = code_at(own->a[A_RUNNING].buf, own->size, r * own->count + plan);
        if (code) add_bit(running, I32(own, A_CANDIDATE)[code]);
    }
    for (Py_ssize_t w = 0; w < own->words; w++)
        if (SETS(own, A_SURE)[award * own->words + w] & ~(SETS(own, A_STARTED)[w * own->count + plan] & ~running[w])) return 0;
    return 1;
}

static void remember_all(const Awards *own)
{
    memset(own->in_time, 1, (size_t)own->count);
    for (Py_ssize_t award = 0; award < own->awards; award++) {
        int any = 0;
        for (Py_ssize_t plan = 0; plan < own->count; plan++) any |= remember_ends(own, award, plan);
        for (Py_ssize_t plan = 0; plan < own->count && any; plan++) {
            if (!ends_in_time(own, award, plan)) own->in_time[plan] = 0;
            if (I32(own, A_OTHERS_FROM)[award + 1] == I32(own, A_OTHERS_FROM)[award] && is_over(own, award, plan))
                *remembered(own, award, 0, plan) = LASTING;
        }
    }
}

/* ---- what sets weigh ---- */

/* The weights of the candidates of each set, summed row by row; a candidate's weights stand side by side. */
static void weigh_sets(const Word *sets, const Amount *weights, Amount *weighed, Py_ssize_t count, Py_ssize_t words, Py_ssize_t rows)
{
    memset(weighed, 0, (size_t)(count * rows) * sizeof(Amount));
    for (Py_ssize_t column = 0; column < count; column++, weighed += rows)
        for (Py_ssize_t w = 0; w < words; w++)
            for (Word left = sets[w * count + column]; left; left &= left - 1) {
                const Amount *of_each = weights + rows * (64 * w + lowest_bit(left));
                for (Py_ssize_t row = 0; row < rows; row++) weighed[row] += of_each[row];
            }
}

/* ---- Python's side ---- */

static int hold_buffers(PyObject *arrays, Py_buffer *held, int *count, int most)
{
    if (PyTuple_Size(arrays) != most) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "another number of arrays is expected");
        return -1;
    }
    for (*count = 0; *count < most; (*count)++)
        if (PyObject_GetBuffer(PyTuple_GetItem(arrays, *count), &held[*count], PyBUF_C_CONTIGUOUS)) return -1;
    return 0;
}

static void release_buffers(Py_buffer *held, int *count)
{
    while (*count) PyBuffer_Release(&held[--*count]);
}

/* Which starts are whose, and which may follow each in one set. */
static int relate_starts(Step *self)
{
    size_t words = self->n[WORDS], starts = self->n[STARTS], start_words = (starts + 63) / 64, candidates = self->n[CANDIDATES];
    const int32_t *candidate = I32(self, START_CANDIDATE);
    self->starting = calloc(words + start_words * (candidates + starts) + 1, sizeof(Word));
    if (!self->starting) return -1;
    self->starts_of = self->starting + words;
    self->beside = self->starts_of + start_words * candidates;
    for (size_t start = 0; start < starts; start++) {
        add_bit(self->starting, candidate[start]);
        add_bit(self->starts_of + candidate[start] * start_words, start);
        for (size_t later = start + 1; later < starts; later++)
            if (!has_bit(set_of(self, APART, candidate[start]), candidate[later]))
                add_bit(self->beside + start * start_words, later);
    }
    return 0;
}

static PyObject *step_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)kwargs;
    PyObject *numbers, *arrays;
    if (!PyArg_ParseTuple(args, "O!O!:Step", &PyTuple_Type, &numbers, &PyTuple_Type, &arrays)) return NULL;
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Step *self = (Step *)alloc(type, 0);
    if (!self) return NULL;
    if (PyTuple_Size(numbers) != NUMBERS) {
        PyErr_SetString(PyExc_TypeError, "another number of numbers is expected");
        Py_DECREF(self);
        return NULL;
    }
    for (int i = 0; i < NUMBERS; i++) self->n[i] = PyLong_AsSsize_t(PyTuple_GetItem(numbers, i));
    if (!PyErr_Occurred() && (self->n[WORDS] > MOST_WORDS || self->n[OTHERS] > MOST_OTHERS))
        PyErr_SetString(PyExc_ValueError, "more candidates or limits than the kernel knows");
    if (PyErr_Occurred() || hold_buffers(arrays, self->a, &self->held, ARRAYS)) {
        Py_DECREF(self);
        return NULL;
    }
    if (relate_starts(self)) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static void step_dealloc(PyObject *own)
{
    Step *self = (Step *)own;
    PyTypeObject *type = Py_TYPE(own);
    release_buffers(self->a, &self->held);
    free(self->starting);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(own);
    Py_DECREF(type);
}

static PyObject *step_call(PyObject *own, PyObject *args, PyObject *kwargs)
{
    (void)kwargs;
    PyObject *arrays, *out = NULL;
    Py_ssize_t count, most;
    if (!PyArg_ParseTuple(args, "O!nn:Step", &PyTuple_Type, &arrays, &count, &most)) return NULL;
    PlanArrays plans = {.count = count};
    Work work = {.step = (Step *)own, .plans = &plans};
    if (!hold_buffers(arrays, plans.a, &plans.held, PLAN_ARRAYS)) {
        if (begin_work(&work) || make_sets(&work, (size_t)most))
            PyErr_NoMemory();
        else
            out = arrays_of_made(&work);
    }
    end_work(&work);
    release_buffers(plans.a, &plans.held);
    return out;
}

static PyObject *distinct(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *arrays, *out = NULL;
    States own = {0};
    if (!PyArg_ParseTuple(args, "O!nnnnnn:distinct", &PyTuple_Type, &arrays, &own.count, &own.words, &own.rows, &own.size,
                          &own.end_rows, &own.counted))
        return NULL;
    if (!hold_buffers(arrays, own.a, &own.held, STATE_ARRAYS)) {
        out = PyByteArray_FromStringAndSize(NULL, own.count);
        if (out) {
            own.chosen = PyByteArray_AsString(out);
            memset(own.chosen, 0, (size_t)own.count);
            if (begin_states(&own) || choose_distinct(&own)) {
                Py_CLEAR(out);
                PyErr_NoMemory();
            }
        }
        end_states(&own);
    }
    release_buffers(own.a, &own.held);
    return out;
}

static PyObject *remember(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *arrays, *out = NULL;
    Awards own = {0};
    if (!PyArg_ParseTuple(args, "O!nnnnnnn:remember", &PyTuple_Type, &arrays, &own.awards, &own.horizon, &own.words, &own.rows,
                          &own.size, &own.count, &own.month))
        return NULL;
    if (!hold_buffers(arrays, own.a, &own.held, AWARD_ARRAYS) && (out = PyByteArray_FromStringAndSize(NULL, own.count))) {
        own.in_time = PyByteArray_AsString(out);
        own.ends = malloc((size_t)own.a[A_REST].len / sizeof(int32_t) * sizeof(Amount) + sizeof(Amount));
        if (own.ends)
            remember_all(&own);
        else {
            Py_CLEAR(out);
            PyErr_NoMemory();
        }
        free(own.ends);
    }
    release_buffers(own.a, &own.held);
    return out;
}

static PyObject *weigh(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *arrays, *out = NULL;
    Py_buffer held[2];
    int held_now = 0;
    Py_ssize_t count, words, rows;
    if (!PyArg_ParseTuple(args, "O!nnn:weigh", &PyTuple_Type, &arrays, &count, &words, &rows)) return NULL;
    if (!hold_buffers(arrays, held, &held_now, 2)) {
        out = PyByteArray_FromStringAndSize(NULL, count * rows * (Py_ssize_t)sizeof(Amount));
        if (out) weigh_sets(held[0].buf, held[1].buf, (Amount *)PyByteArray_AsString(out), count, words, rows);
    }
    release_buffers(held, &held_now);
    return out;
}

static PyMethodDef functions[] = {
    {"weigh", weigh, METH_VARARGS, "What the candidates of each set weigh together, a row of sums for each set."},
    {"remember", remember, METH_VARARGS, "Whether each plan can still earn its awards; its ends are changed in place."},
    {"distinct", distinct, METH_VARARGS, "Whether each of some plans is kept, since none beside it is the same and as good."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot step_slots[] = {
    {Py_tp_new, (void *)step_new},
    {Py_tp_dealloc, (void *)step_dealloc},
    {Py_tp_call, (void *)step_call},
    {Py_tp_doc, "What plans that stand at a stop can be at the next."},
    {0, NULL},
};

static PyType_Spec step_spec = {"mcplanner.solvers.packing._kernel.Step", sizeof(Step), 0, Py_TPFLAGS_DEFAULT, step_slots};

static int add_types(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&step_spec);
    if (!type) return -1;
    int failed = PyModule_AddObjectRef(module, "Step", type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, (void *)add_types}, {0, NULL}};

static struct PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_kernel",
    .m_doc = "The innermost loops of packing, compiled.",
    .m_methods = functions,
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&module_def); }
