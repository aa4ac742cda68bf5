/* The kernel of packing: what Python and numpy take long for, in plain C.

   Optional: a machine without a compiler does the same in Python. So nothing here may decide anything that the Python code
   does not decide alike. Built by hatch_build.py, against the part of Python's interface that later versions keep. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000 /* Python 3.11, as in hatch_build.py */
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* The ones of a word: in pairs of bits, in fours, in bytes, and all bytes added up in the highest. */
static unsigned ones(uint64_t word)
{
    word -= (word >> 1) & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + ((word >> 2) & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (unsigned)((word * UINT64_C(0x0101010101010101)) >> 56);
}

static PyObject *popcount(PyObject *module, PyObject *bits)
{
    Py_buffer view;
    uint64_t word;
    unsigned long long count = 0;
    (void)module;
    if (PyObject_GetBuffer(bits, &view, PyBUF_SIMPLE) < 0)
        return NULL;
    const char *bytes = view.buf;
    Py_ssize_t at = 0;
    for (; at + (Py_ssize_t)sizeof word <= view.len; at += (Py_ssize_t)sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        count += ones(word);
    }
    word = 0;
    memcpy(&word, bytes + at, (size_t)(view.len - at));
    count += ones(word);
    PyBuffer_Release(&view);
    return PyLong_FromUnsignedLongLong(count);
}

static PyMethodDef functions[] = {
    {"popcount", popcount, METH_O, "popcount(bits, /)\n--\n\nThe number of ones in a contiguous buffer."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{0, NULL}};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "_kernel",
    .m_doc = "The compiled kernel of packing.",
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit__kernel(void);

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModuleDef_Init(&definition);
}
