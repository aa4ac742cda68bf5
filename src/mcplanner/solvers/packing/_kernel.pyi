from typing_extensions import Buffer

class Step:
    def __new__(cls, numbers: tuple[int, ...], arrays: tuple[Buffer, ...], /) -> Step: ...
    def __call__(
        self, plans: tuple[Buffer, ...], count: int, first: int, last: int, most: int, /
    ) -> tuple[bytearray | bool, ...]: ...

def remember(
    arrays: tuple[Buffer, ...], awards: int, horizon: int, words: int, rows: int, code_size: int, count: int, month: int, /
) -> bytearray: ...
def distinct(
    arrays: tuple[Buffer, ...], count: int, words: int, rows: int, code_size: int, end_rows: int, counted: int, /
) -> bytearray: ...
