"""Read and write the units of an H.264 stream: parameter sets, refreshes and sizes."""

from collections.abc import Iterator

REFRESH, SEQUENCE, PICTURE, DELIMITER = 5, 7, 8, 9  # types of units (H.264 table 7-1)


def parse_avcc(parameters: bytes) -> tuple[bytes, list[bytes], list[bytes], bytes]:
    """Return the head, the sequence sets, the picture sets and the tail of an avcC record."""
    at, found = 6, []
    for count in (parameters[5] & 31, None):
        if count is None:
            count, at = parameters[at], at + 1
        sets = []
        for _ in range(count):
            size = int.from_bytes(parameters[at : at + 2])
            sets.append(parameters[at + 2 : at + 2 + size])
            at += 2 + size
        found.append(sets)
    return parameters[:5], found[0], found[1], parameters[at:]


def read_set_id(sequence: bytes) -> int:
    """Return seq_parameter_set_id: the number after the unit's head and three bytes (H.264 7.3.2.1.1)."""
    bits = "".join(f"{byte:08b}" for byte in sequence[4:12])
    zeros = bits.index("1")
    return int(bits[zeros : 2 * zeros + 1], 2) - 1


def is_refresh(packet: bytes) -> bool:
    """Return True for an instantaneous refresh: nothing before this packet is needed anymore."""
    at = 0
    while at + 4 < len(packet):
        if packet[at + 4] & 31 == REFRESH:
            return True
        at += 4 + int.from_bytes(packet[at : at + 4])
    return False


def split_units(stream: bytes) -> Iterator[bytes]:
    """Yield the units between start codes (Annex B)."""
    for part in stream.split(b"\0\0\1")[1:]:
        yield part.rstrip(b"\0")


def prefix_size(unit: bytes, width: int) -> bytes:
    return len(unit).to_bytes(width) + unit
