"""Calendars (iCalendar, RFC 5545): a whole-day event for each due date, with reminders 15 and 3 days ahead at nine.

A reminder is counted from the midnight with which the day begins, when nobody looks: nine o'clock is an office's hour.

An event keeps its UID, so that a second import updates what the first one brought, and cancels what is done.
"""

import hashlib
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta

from icalendar import Alarm
from icalendar import Calendar
from icalendar import Event

from ledger.outline.agenda import Agenda
from ledger.outline.agenda import Due

_AHEAD = (15, 3)  # days
_HOUR = 9


def render(agenda: Agenda) -> bytes:
    """Return the due dates as the bytes of an .ics file."""
    calendar = Calendar()
    calendar.add("prodid", "-//ledger//rectification ledger//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", agenda.title)
    for due in agenda.dues:
        calendar.add_component(_event(due, agenda))
    return bytes(calendar.to_ical())


def _event(due: Due, agenda: Agenda) -> Event:
    event = Event()
    digest = hashlib.sha256(f"{agenda.ledger}\n{due.key}".encode()).hexdigest()[:24]
    event.add("uid", f"{digest}@ledger")
    event.add("dtstamp", datetime.combine(agenda.as_of, time(), UTC))
    event.add("sequence", agenda.as_of.toordinal())  # a later export counts
    event.add("dtstart", due.day)
    if due.day < date.max:
        event.add("dtend", due.day + timedelta(days=1))
    event.add("summary", due.summary)
    event.add("transp", "TRANSPARENT")  # nobody is busy all day
    if due.description:
        event.add("description", due.description)
    if due.over:
        event.add("status", "CANCELLED")
    for days in () if due.over else _AHEAD:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", due.summary)
        alarm.add("trigger", timedelta(days=-days, hours=_HOUR))
        event.add_component(alarm)
    return event
