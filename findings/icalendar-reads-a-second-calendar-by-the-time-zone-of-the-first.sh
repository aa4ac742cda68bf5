#!/usr/bin/env bash
# icalendar 7.3.2 and vobject 0.9.9, which read calendars: if two calendars define a time zone of their own under the same name, the
# second is read by the definition of the first, until the program ends. Outlook calls such a zone "Customized Time Zone", wherever
# its user is. A class at 9 in Singapore (UTC+8) and one at 9 in Jakarta (UTC+7) seem to be at the same time if Singapore is read
# first, at another same time if Jakarta is, and are an hour apart if each is read by a program of its own.
#
# You would expect each calendar to be read alone: by RFC 5545, section 3.8.3.1, the name of a time zone identifies its definition
# within its calendar. Who puts the calendars of two providers side by side finds clashes that are none, and misses others.
#
# The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "icalendar==7.3.2" "vobject==0.9.9"
cat > "$folder/read.py" <<'PYTHON'
import sys
from datetime import timezone

import icalendar
import vobject

LINES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:class@example.org
DTSTAMP:20260101T000000Z
DTSTART;TZID=Customized Time Zone:20260105T090000
DTEND;TZID=Customized Time Zone:20260105T100000
SUMMARY:Class
END:VEVENT
END:VCALENDAR
"""
library, *offsets = sys.argv[1:]
for offset in offsets:
    text = LINES.format(offset=offset).replace("\n", "\r\n")
    if library == "icalendar":
        start = icalendar.Calendar.from_ical(text).walk("VEVENT")[0].start
    else:
        start = vobject.readOne(text).vevent.dtstart.value
    print(start.astimezone(timezone.utc).strftime("%H:%M"))
PYTHON
as_seen=0
check() { # library, the moments expected, the offsets
  library=$1 expected=$2
  shift 2
  moments=$("$folder/venv/bin/python" "$folder/read.py" "$library" "$@" | paste -sd " ")
  echo "$library reads 9 o'clock at UTC $*: $moments UTC"
  [ "$moments" = "$expected" ] || as_seen=1
}
"$folder/venv/bin/pip" list --format=freeze --disable-pip-version-check | grep -E "^(icalendar|vobject)="
for library in icalendar vobject; do
  check "$library" "01:00" +0800
  check "$library" "02:00" +0700
  check "$library" "01:00 01:00" +0800 +0700
  check "$library" "02:00 02:00" +0700 +0800
done
exit $as_seen
