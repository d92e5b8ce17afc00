"""What every code says, a row a code, in English; whoever shows one brings the language."""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Literal
from typing import NamedTuple
from typing import TypeAlias

from ledger.i18n import ENGLISH
from ledger.i18n import N_
from ledger.i18n import Translation

Severity = Literal["error", "warning"]
Fields: TypeAlias = Mapping[str, str | Sequence[str]]  # what fills a sentence; several words are joined as lists are


class Sentence(NamedTuple):
    """What a code says and what to do about it; names in braces are filled from the fault's fields."""

    text: str
    hint: str
    severity: Severity = "error"


SENTENCES: Mapping[str, Sentence] = {
    # the bytes and the text
    "missing-file": Sentence(N_("The file is not there."), N_("Create it; a list without entries is written [].")),
    "unreadable-file": Sentence(N_("The file cannot be read: {reason}."), N_("Check the name and who may read it.")),
    "too-large": Sentence(
        N_("The file has {size} MB, more than the {limit} MB allowed."),
        N_("If it really is this ledger, raise limits: file_megabytes in ledger.yaml."),
    ),
    "encoding": Sentence(
        N_("The file is not UTF-8; it looks like {encoding}."),
        N_("Open it in the editor and save it again with the encoding UTF-8."),
    ),
    "no-encoding": Sentence(
        N_("The file is not UTF-8 from here on, and in no encoding that is known here."),
        N_("If it is a text, save it again with the encoding UTF-8; if it was damaged, fetch an intact copy."),
    ),
    "nul-byte": Sentence(
        N_("The file holds a NUL byte, which no text has."),
        N_("The file was damaged while it was copied or stored; fetch an intact copy, for instance from git."),
    ),
    "control-character": Sentence(
        N_("An invisible control character {character} stands here."), N_("Delete it and type the text again.")
    ),
    "conflict-marker": Sentence(
        N_("git has left both sides of a conflict here."),
        N_("To choose one by one: ledger resolve. Or keep the right lines, and delete <<<<<<<, ======= and >>>>>>>."),
    ),
    # the YAML
    "empty-file": Sentence(
        N_("The file says nothing."),
        N_("A list without entries is written []; empty settings are left out."),
    ),
    "tab": Sentence(N_("A tab stands in the indentation."), N_("Indent with spaces.")),
    "indentation": Sentence(
        N_("This line is not indented like the lines it belongs to."),
        N_("Keys of one entry begin in the same column; a list entry begins with a dash and a space."),
    ),
    "colon": Sentence(
        N_("A second colon stands here, where a value should."),
        N_("Put a text that holds a colon and a space in quotes; check that the key above is indented alike."),
    ),
    "colon-missing": Sentence(
        N_("This line has no colon after its key."),
        N_("Write key: value; a list entry begins with a dash and a space."),
    ),
    "wide-character": Sentence(
        N_("A full-width character “{character}” stands where a half-width one belongs."),
        N_("Type colons, dashes and spaces with the Chinese input method switched off."),
    ),
    "space-missing": Sentence(
        N_("A space is missing here."), N_("A colon and a dash are followed by a space: key: value, - entry.")
    ),
    "cut-off": Sentence(
        N_("What follows # here is read as a comment and lost."),
        N_("Put a text that holds # in quotes; write a comment with a space: # comment."),
        "warning",
    ),
    "open-quote": Sentence(N_("This quotation mark is never closed."), N_("Close it at the end of the text.")),
    "bad-escape": Sentence(
        N_("In double quotes a backslash begins an escape, and this is none."),
        N_("Put a text with backslashes in single quotes: '…'."),
    ),
    "open-bracket": Sentence(
        N_("This bracket is not closed, or a comma is missing behind it."), N_("Write one entry a line instead.")
    ),
    "quotes-needed": Sentence(
        N_("A text cannot begin with {character} here."),
        N_("Put the whole text in quotes: '…'; a ' inside is written twice."),
    ),
    "syntax": Sentence(N_("The text cannot be read as YAML: {problem}."), N_("Compare with the entries around it.")),
    "several-documents": Sentence(
        N_("A second document begins here."), N_("Delete the line ---; a file holds one document.")
    ),
    "anchor": Sentence(N_("An anchor (&{name}) stands here."), N_("Write the value out; a ledger repeats itself.")),
    "alias": Sentence(
        N_("A reference (*{name}) stands here."),
        N_("Write the value out; put a text that begins with an asterisk in quotes."),
    ),
    "tag": Sentence(N_("A type tag ({name}) stands here."), N_("Leave it out; the ledger knows the type of each key.")),
    "merge-key": Sentence(N_("A merge key (<<) stands here."), N_("Write the keys out.")),
    "complex-key": Sentence(N_("A key here is a list or a mapping."), N_("A key is a plain word.")),
    "too-deep": Sentence(
        N_("Lists and mappings lie more than {limit} deep in each other here."),
        N_("No entry of a ledger needs that; look for brackets that are not closed."),
    ),
    "duplicate-key": Sentence(
        N_("The key {key} stands here a second time."), N_("Keep one of the two; two entries each begin with a dash.")
    ),
    # the shape
    "not-a-list": Sentence(N_("A list belongs here."), N_("Begin each entry with a dash and a space.")),
    "not-a-mapping": Sentence(N_("Keys with values belong here."), N_("Write key: value, one a line.")),
    "not-a-text": Sentence(N_("One text belongs here, no list and no mapping."), N_("Write it on one line.")),
    "unknown-key": Sentence(N_("There is no key {key} here."), N_("Known keys: {known}.")),
    "missing-key": Sentence(N_("The key {key} is missing."), N_("Add a line {key}: …")),
    "no-value": Sentence(N_("The key {key} has no value."), N_("Write the value after the colon.")),
    "bad-id": Sentence(
        N_("{value} cannot be an id."),
        N_("At most 40 letters, digits, Chinese characters, '.' and '_'; neither first, and '.' not last."),
    ),
    "bad-date": Sentence(N_("{value} is not a day of the calendar."), N_("Write year-month-day, like 2024-06-28.")),
    "bad-number": Sentence(
        N_("{value} is not a number."), N_("Write digits alone, like 65 or 23.9; the unit has its own key.")
    ),
    "bad-count": Sentence(N_("{value} is not a whole number, or too small here."), N_("Write digits alone, like 30.")),
    "unknown-word": Sentence(N_("{value} is none of the words known here."), N_("Known words: {known}.")),
    "outside-folder": Sentence(
        N_("The path {value} is not one inside the ledger's folder."),
        N_("Write a path inside it, with / between the parts; evidence is copied under evidence/."),
    ),
    "bad-digest": Sentence(N_("{value} is not a SHA-256."), N_("It has 64 digits and small letters from a to f.")),
    "bad-address": Sentence(N_("{value} is not a web address."), N_("It begins with https:// or http://.")),
    "evidence-kind": Sentence(
        N_("Evidence is one of file, url and paper."), N_("Write a list entry of its own for each piece.")
    ),
    "upside-down": Sentence(
        N_("The period ends ({until}) before it begins ({begin})."), N_("Correct one of the two dates.")
    ),
    "bad-steps": Sentence(
        N_("These steps do not lead to a closed item."),
        N_("Some of submit, verify, publicize in this order, and close at the end."),
    ),
    "bad-ladder": Sentence(
        N_("These steps of supervision do not stand in the order of the ladder."),
        N_("Some of remind, supervise, interview, circular, accountability in this order, each once."),
    ),
    "no-condition": Sentence(
        N_("This step of supervision has no condition, so it is never due."),
        N_("Add one of due_soon_days, days_late, quiet_days and returned."),
    ),
    "duplicate-id": Sentence(N_("The id {id} is taken by “{other}”."), N_("Give one of the two another id.")),
    # rules between records
    "unknown-department": Sentence(
        N_("{value} is not in departments.yaml."), N_("Add it there, or write one of the names that are.")
    ),
    "several-names": Sentence(
        N_("{value} holds several names."), N_("Write one name a line, each behind a dash and a space.")
    ),
    "duplicate-department": Sentence(
        N_("The name {value} stands for {other} further up."),
        N_("A name or alias may stand for one department only."),
    ),
    "foreign-measure": Sentence(
        N_("The measure {value} stands under item {item} but is not numbered as its own."),
        N_("Number it {item}.1, {item}.2 …"),
    ),
    "unknown-measure": Sentence(N_("Item {item} has no measure {value}."), N_("Its measures: {known}.")),
    "unknown-entry": Sentence(
        N_("The correction names entry {value}, and there is no such entry before it."),
        N_("Entries count from 1 in the order of the log."),
    ),
    "unknown-item-of-routine": Sentence(
        N_("Routine {id} belongs to item {value}, and there is no such item."),
        N_("Write the id of an item in items.yaml, or leave item: out."),
    ),
    "no-start": Sentence(
        N_("Routine {id} has no day to count from, so nothing of it is ever missed."),
        N_("Write from: with the day on which it begins, or the date of the plan in ledger.yaml."),
        "warning",
    ),
    "impossible-event": Sentence(
        N_("{event} cannot follow here: the item is {status}."), N_("Before it come: {sources}.")
    ),
    "status-differs": Sentence(
        N_("The status is {status}, but the log and the finished measures add up to {replayed}."),
        N_("Record in the log what happened, or write status: {write}."),
    ),
    "extension-differs": Sentence(
        N_("The log extends item {item} to {to}, but its date is {due}."),
        N_("Write due: {to}, or correct the entry of the log."),
    ),
    "merged-in-circle": Sentence(
        N_("Item {item} went into {value}, which leads back to it: nobody is left who does the work."),
        N_("Take one of them back: ledger restore {item} --reason …"),
    ),
    "handover-differs": Sentence(
        N_("The log hands item {item} over to {to}, but its lead is {lead}."),
        N_("Write in lead: what the log says, or correct the entry of the log."),
    ),
    "successor-without-end": Sentence(
        N_("{value} has a successor but no last day."), N_("Write its last day in until:, like until: 2024-12-31.")
    ),
    "successor-loop": Sentence(
        N_("{value} is its own successor in the end."), N_("Name in successor: who has the work now.")
    ),
    "shared-sub-ledger": Sentence(
        N_("The sub-ledger {value} belongs to item {other} already."), N_("Give each item a folder of its own.")
    ),
    "missing-sub-ledger": Sentence(
        N_("There is no ledger in the folder {value}."),
        N_("Correct the name, or take this line out and make one: ledger init --sub-ledger-of {item} {value}"),
    ),
    "evidence-lost": Sentence(
        N_("The evidence {value} is not in the ledger's folder."), N_("Put the file back, for instance from git.")
    ),
    "log-order": Sentence(
        N_("This step is older than the one before it ({before})."),
        N_("Check the two dates; steps stand in the order of time."),
        "warning",
    ),
    "received-before": Sentence(
        N_("It was received on {value}, before the day it holds for ({on})."), N_("Correct one of the two dates.")
    ),
    "future-date": Sentence(
        N_("{value} lies in the future."), N_("Only what has happened is recorded; check the year.")
    ),
    "before-plan": Sentence(N_("{value} lies before the plan ({plan})."), N_("Check the year."), "warning"),
    "sub-ledger-too-deep": Sentence(
        N_("This ledger lies within more than {limit} others, each a part of the next one."),
        N_("Name it from a ledger further up, by sub_ledger there."),
    ),
    # what the plan requires and the ledger lacks
    "no-text": Sentence(
        N_("Item {item} has no {key}, as its kind says it should."), N_("Add {key}:, or correct kind:."), "warning"
    ),
    "no-lead": Sentence(
        N_("Item {item} names no responsible department."), N_("Add lead: once it is settled who leads."), "warning"
    ),
    "body-ended": Sentence(
        N_("Item {item} counts on {value}, which ended on {until}."),
        N_("Its successor: {successor}. ledger set {item} {key}-={value} {key}+=…; of a measure: ledger measure set"),
        "warning",
    ),
    "office-ended": Sentence(
        N_("The {key} {value} ended on {until}."), N_("Write who it is now; its successor: {successor}."), "warning"
    ),
    "acted-outside": Sentence(
        N_("{value} was not there on {on}: it is in departments.yaml from {begin} until {until}."),
        N_("Check the body and the day."),
        "warning",
    ),
    "no-measure-lead": Sentence(
        N_("Item {item} has no lead of its own, and nobody is named for {measures}."),
        N_("Add lead: to the item or to these measures."),
        "warning",
    ),
    "no-due": Sentence(
        N_("Item {item} has no time limit."), N_("Add due: and, in the plan's own words, due_wording:."), "warning"
    ),
    "no-person": Sentence(
        N_("Item {item} lacks {missing}."),
        N_("The plan asks for leader (in charge), office (undertaking) and person (responsible)."),
        "warning",
    ),
    "ambiguous-due": Sentence(
        N_("The words “{wording}” can mean {candidates} ({rule})."),
        N_("A person decides, and that is recorded: ledger set {item} due=DATE"),
        "warning",
    ),
    "open-due": Sentence(
        N_("The words “{wording}” give {candidates} only if it is counted from {base}."),
        N_("The plan does not say so; add due: once it is settled."),
        "warning",
    ),
    "unread-due": Sentence(
        N_("The words “{wording}” give no date."),
        N_("Add due:, or the school term to terms in ledger.yaml."),
        "warning",
    ),
    "vague-due": Sentence(
        N_("The words “{wording}” name no day."), N_("Ask until when, and add due: once it is settled."), "warning"
    ),
    "immediate-due": Sentence(
        N_("The words “{wording}” leave the days that the office allows, and those are not set."),
        N_("Write immediate_days: under deadlines: in ledger.yaml, or add due: once it is settled."),
        "warning",
    ),
    "beyond-holidays": Sentence(
        N_("The holidays are not announced yet to count “{wording}” from {base}."),
        N_("Add due: by hand, or bring the package chinesecalendar up to date."),
        "warning",
    ),
    "unset-rhythm": Sentence(
        N_("The words “{wording}” ask for lasting work, and no rhythm of reports is set."),
        N_("Once it is settled: ledger set {item} ongoing=month"),
        "warning",
    ),
    "unset-due": Sentence(
        N_("The words “{wording}” mean {candidates}, but no date is set."), N_("Add due: {candidates}."), "warning"
    ),
    "due-differs": Sentence(
        N_("The date {due} is not what “{wording}” says ({candidates})."), N_("Correct one of the two."), "warning"
    ),
    "parts-open": Sentence(
        N_("Item {item} is closed, but of its sub-ledger {folder} these parts are open: {left}."),
        N_("Close them, or reopen the item: ledger reopen {item} --reason …"),
        "warning",
    ),
    "target-missed": Sentence(
        N_("Item {item} is closed, but “{name}” was {value} on {on}, not {target}."),
        N_("Record the reading that shows it: ledger reading {item} “{name}” VALUE; or reopen the item."),
        "warning",
    ),
    "target-unread": Sentence(
        N_("Item {item} is closed, and no reading shows that “{name}” has reached {target}."),
        N_("Record one: ledger reading {item} “{name}” VALUE"),
        "warning",
    ),
    "no-evidence": Sentence(
        N_("{id} is finished, but no evidence is on file."), N_("Add evidence: with a file, url or paper."), "warning"
    ),
    # what stands in the way of a change, and the command that supplies it
    "refused": Sentence(N_("Item {item} was not changed:"), N_("Nothing was written.")),
    "faulty": Sentence(
        N_("Item {item} holds errors and is not changed before they are mended:"),
        N_("Nothing was written. ledger check shows where they are; ledger edit {item} opens the item."),
    ),
    "mistyped": Sentence(N_("What was typed does not fit:"), N_("Nothing was written.")),
    "wrong-status": Sentence(
        N_("Item {item} is {status}; {event} is possible only when it is {sources}."),
        N_("If that has happened, first: {way}"),
    ),
    "too-early": Sentence(
        N_("{on} lies before entry {number} ({event}, {before}), which came first."),
        N_("Take a day from {before} on with --on, or take that entry back: ledger correct {item} {number} --reason …"),
    ),
    "lacks-lead": Sentence(N_("No responsible department is named."), N_("ledger set {item} lead=DEPARTMENT")),
    "lacks-measures": Sentence(
        N_("Neither done nor dropped: {measures}."),
        N_("ledger done {typed}, or for each given up: ledger measure drop MEASURE --reason …"),
    ),
    "done-later": Sentence(
        N_("Done only after {on}: {measures}."), N_("Take the day of the last of them, or a later one, with --on.")
    ),
    "lacks-evidence": Sentence(N_("No evidence is on file."), N_("ledger attach {item} FILE, or here --evidence FILE")),
    "lacks-verification": Sentence(
        N_("Nobody has verified the work."), N_("ledger close {item} --verified-by BODY, which is not its lead")
    ),
    "verified-by-lead": Sentence(
        N_("{by} leads item {item} and cannot verify its own work."),
        N_("ledger verify {item} --by OTHER-BODY --outcome …"),
    ),
    "lacks-publicity": Sentence(
        N_("The result has not been public."), N_("ledger publicize {item} --from DAY --until DAY, once it is verified")
    ),
    "publicity-runs": Sentence(N_("The result is public until {until}."), N_("Close it on a later day.")),
    "sub-ledger-stays": Sentence(
        N_("The parts of item {item} are in {folder}; that is not taken back."),
        N_("If the folder has another name: correct the line by hand, then ledger save."),
    ),
    "sub-ledger-open": Sentence(
        N_("Still open in its sub-ledger {folder}: {count} ({left})."),
        N_("ledger --data {folder} status shows them."),
    ),
    "sub-ledger-empty": Sentence(
        N_("Its sub-ledger {folder} is empty: nothing shows that anything was put right."),
        N_("Enter its parts: ledger add --data {folder} area=… kind=… title=…"),
    ),
    "step-taken": Sentence(
        N_("For {department} no step {level} is due any more: it has just been recorded."),
        N_("ledger notice {department} shows what is due now."),
    ),
    "not-concerned": Sentence(
        N_("{department} neither leads nor supports item {item}, nor a measure of it."),
        N_("If it does: ledger set {item} lead+={department}, or support+={department}"),
    ),
    "not-later": Sentence(N_("{to} is not later than {was}."), N_("ledger extend {item} --to LATER-DAY --reason …")),
    "no-such-entry": Sentence(
        N_("Item {item} has no entry {value}; its log has {count}."), N_("ledger show {item} numbers them.")
    ),
    "entry-is-void": Sentence(N_("Entry {value} was taken back already."), N_("ledger show {item} shows by which.")),
    "corrected-before": Sentence(
        N_("Entry {value} is of {on}; it cannot be corrected before it was made."), N_("Take that day or a later one.")
    ),
    "entry-is-rested-on": Sentence(
        N_("Entry {number} ({event}) rests on entry {value}."), N_("First: ledger correct {item} {number} --reason …")
    ),
    "date-set-since": Sentence(
        N_("The date was set to {due} since its extension was taken back."),
        N_("Extend it anew: ledger extend {item} --to {to} --reason …"),
    ),
    "rested-on": Sentence(
        N_("Item {item} is {status}, and entry {number} ({event}) would not hold any more."),
        N_("First: {way}"),
    ),
    "already-done": Sentence(
        N_("Measure {measure} was done on {on}."), N_("To take that back: ledger done {measure} --undo")
    ),
    "already-dropped": Sentence(
        N_("Measure {measure} was dropped: {reason}."), N_("To take that back: ledger measure set {measure} dropped=")
    ),
    "routine-done-after": Sentence(
        N_("Routine {id} ended on {until}, before {days}."), N_("Check the day, or until: in routines.yaml.")
    ),
    "routine-done-already": Sentence(
        N_("Routine {id} was done on {days} already; that is on record."),
        N_("ledger routine list shows where it stands; leave that day out."),
    ),
    "routine-done-later": Sentence(
        N_("{days} lies in the future; only what has happened is recorded."),
        N_("Name the day on which it was done: ledger routine done {id} --on DATE"),
    ),
    "routine-done-before": Sentence(
        N_("Routine {id} begins on {begin}; {days} lies before that."),
        N_("Check the day, or put from: in routines.yaml right, then: ledger save"),
    ),
    "not-done": Sentence(N_("Measure {measure} is not done."), N_("There is nothing to take back.")),
    "done-stays": Sentence(
        N_("That measure {measure} was done on {on} is on record."),
        N_("To take that back: ledger done {measure} --undo"),
    ),
    "evidence-stays": Sentence(
        N_("The evidence of measure {measure} is on record and stays."), N_("File more: ledger attach {measure} FILE")
    ),
    "measure-date-stays": Sentence(
        N_("The date {due} of measure {measure} is not moved away or removed without a reason."),
        N_("ledger measure set {measure} due={to} --reason …"),
    ),
    "verified-already": Sentence(
        N_("Item {item} is {status}; its verification is on record."), N_("Leave --verified-by out.")
    ),
    "already-read": Sentence(
        N_("Item {item} has a value of “{name}” for {on} already."), N_("Correct that one: ledger edit {item}")
    ),
    "id-stays": Sentence(N_("The id of item {item} stays: papers name it."), N_("ledger add makes a new item.")),
    "log-stays": Sentence(
        N_("The log of item {item} is not edited: it answers for what happened."),
        N_("Take a wrong entry back: ledger correct {item} ENTRY --reason …"),
    ),
    "measure-stays": Sentence(
        N_("Measure {measure} is not deleted: what was once recorded stays."),
        N_("ledger measure drop {measure} --reason …"),
    ),
    "due-before-plan": Sentence(N_("{due} lies before the plan ({plan})."), N_("Check the year.")),
    "date-stays": Sentence(
        N_("The date {due} of item {item} is not moved away or removed without a reason."),
        N_("ledger extend {item} --to {to} --reason …"),
    ),
    "merged-into-nothing": Sentence(
        N_("Item {item} cannot go into {value}: there is no other item of that number."),
        N_("Name the item that takes the work over."),
    ),
    "merged-into-ended": Sentence(
        N_("Item {item} cannot go into {value}, which has no work going on any more."),
        N_("Name an open item that takes the work over."),
    ),
    "took-work-over": Sentence(
        N_("Item {item} has the work of {others}, which were merged into it."),
        N_("ledger withdraw {item} --into ITEM, which then has all of it"),
    ),
    "lead-stays": Sentence(
        N_("Item {item} is led by {lead}; that it is handed over goes into its log."),
        N_("ledger set {item} lead={to} --note …"),
    ),
    "status-stays": Sentence(
        N_("The status follows what happened: the log adds up to {replayed}, not {status}."),
        N_("Record what happened: ledger submit, verify, close, return or reopen {item}."),
    ),
    "condition-unmet": Sentence(
        N_("Entry {number} ({event}) of item {item} lacks what that takes, and no reason is given: {lack}."),
        N_("Supply it, or take the entry back: ledger correct {item} {number} --reason …"),
        "warning",
    ),
    # errors that end a command
    "system": Sentence(
        N_("The system refuses: {reason}."), N_("Check the place and who may read and write there, then try again.")
    ),
    "process-ended": Sentence(
        N_("A process that read ledgers was ended from outside, perhaps because memory ran out."),
        N_("Nothing was changed. Ask for fewer ledgers at a time, or close other programs, and try again."),
    ),
    "no-ledger": Sentence(
        N_("There is no ledger in {place}."),
        N_("Go to its folder, or name it with --data FOLDER; a ledger is a folder with items.yaml."),
    ),
    "no-ledgers": Sentence(
        N_("There is no ledger in or below {place}."),
        N_(
            "Name folders, repositories or patterns in quotes, like 'districts/*'; a ledger's folder has an items.yaml."
        ),
    ),
    "unreadable": Sentence(
        N_("The ledger cannot be read: {count}."),
        N_("Nothing was changed. Correct the places named above; ledger check shows them again."),
    ),
    "unreadable-edit": Sentence(
        N_("What was saved in the editor cannot be read: {count}."),
        N_("Nothing was written. Correct the places named."),
    ),
    "unknown-item": Sentence(N_("There is no item or measure {value}."), N_("ledger list and show name them.")),
    "unknown-routine": Sentence(N_("There is no routine {value}."), N_("ledger routine list names them.")),
    "not-an-item": Sentence(N_("{value} is a measure; here an item is meant."), N_("Its item is {item}.")),
    "none-known": Sentence(
        N_("{value} is not known here, for nothing is named yet."), N_("Departments are named in departments.yaml.")
    ),
    "no-indicators": Sentence(N_("Item {item} has no indicators."), N_("ledger edit {item} opens it to write one.")),
    "evidence-alone": Sentence(
        N_("A measure takes evidence alone."), N_("What --note, --on, --by and --person say goes with an item: {item}.")
    ),
    "no-words": Sentence(N_("Some words are needed here."), N_("Write them, or stop with Ctrl-C.")),
    "outcome-alone": Sentence(
        N_("--outcome says what a verification found."), N_("Name who verified as well: --verified-by BODY.")
    ),
    "nothing-decided": Sentence(
        N_("--by, --person, --on and --note go with a date that was decided or a lead that changed; here neither did."),
        N_("Leave them out; what else was decided: ledger progress or ledger edit"),
    ),
    "counts-again": Sentence(
        N_("Entry {number} ({event}) of item {item} would count again, and something it rests on is gone by now."),
        N_("Take back first what has changed since: ledger log {item}"),
    ),
    "layout-alone": Sentence(
        N_("That version changed nothing but layout or comments of {file}, which was changed again since."),
        N_("Nothing was changed. Edit the file by hand, then: ledger save; to take back another version, name it."),
    ),
    "until-later": Sentence(
        N_("The period ends on {until}, and the ledger is looked at as of {day}."),
        N_("Take that day or an earlier one: ledger score --until {day}"),
    ),
    "message-to-one": Sentence(
        N_("A message goes to one department."), N_("Name it: ledger list --view message --department NAME")
    ),
    "step-to-one": Sentence(
        N_("A step of supervision is taken towards one department."),
        N_("Name it: ledger notice DEPARTMENT --level LEVEL"),
    ),
    "step-unnamed": Sentence(
        N_("Only a step that is named is recorded."),
        N_("Name it: --level remind, supervise, interview, circular or accountability; without options it is a draft."),
    ),
    "no-step-due": Sentence(
        N_("No item of {department} is due for this step: {level}."),
        N_(
            "Which are due: ledger notice {department}; others by name: ledger notice {department} ITEM --level {typed}"
        ),
    ),
    "no-letter-due": Sentence(
        N_("No step of supervision is due."),
        N_("A letter all the same: ledger notice DEPARTMENT ITEM --level LEVEL --dry-run -o FILE.docx"),
    ),
    "merge-open": Sentence(
        N_("Others have changed the same as you: {entries}; the merge is open and nothing was sent."),
        N_("To settle it: ledger resolve; to leave it: git merge --abort"),
    ),
    "merge-lacks": Sentence(
        N_("The merge under way holds nothing of what others have changed in {files}."),
        N_("To make it anew: git merge --abort, then ledger sync; if it is meant so: git commit"),
    ),
    "merge-refused": Sentence(
        N_("git refused the version of the merge: {reason}"),
        N_("What was settled is kept, and the merge stays open. Put right what it says, then: ledger sync"),
    ),
    "no-upstream": Sentence(
        N_("This copy of the ledger goes with no shared one."),
        N_("Name it once: git remote add origin ADDRESS, then git push --set-upstream origin HEAD"),
    ),
    "no-upstream-branch": Sentence(
        N_("What is recorded here goes with no branch of the shared copy {name} yet."),
        N_("Name it once, and send: git push --set-upstream {name} HEAD"),
    ),
    "gives-no-data": Sentence(
        N_("ledger {command} gives no data that could be written in a format or to a file."),
        N_("Leave --format and -o out; ledger log shows what has come."),
    ),
    "out-of-reach": Sentence(
        N_("The shared copy {name} cannot be reached: {reason}"),
        N_("What you have recorded stays here. Try again: ledger sync"),
    ),
    "not-taken": Sentence(
        N_("The shared copy {name} takes nothing from here: {reason}"),
        N_("Ask whoever keeps it for the right to send; what you have recorded stays here."),
    ),
    "not-merged": Sentence(
        N_("git does not merge what others have sent: {reason}"), N_("Put that right, then: ledger sync")
    ),
    "shared-unreadable": Sentence(
        N_("The shared ledger cannot be read since version {version} of {author}, {on}: {place}: {reason}"),
        N_("Nothing was taken over or sent, and work goes on here. Once {author} has mended and sent it: ledger sync"),
    ),
    "ours-unreadable": Sentence(
        N_("The ledger here cannot be read, and was not sent: {place}: {reason}"),
        N_("Correct it there, then: ledger save, ledger sync"),
    ),
    "merged-unreadable": Sentence(
        N_("What was merged cannot be read: {count}."),
        N_("It stays here, and nothing was sent. Correct the places named above, then: ledger save, ledger sync"),
    ),
    "sync-stopped": Sentence(
        N_("The sync was stopped. What was taken over until then stays here."),
        N_("The next one completes it, and sends what was not sent yet: ledger sync"),
    ),
    "others-quicker": Sentence(
        N_("Others have sent something each time."), N_("Nothing is lost. Try again: ledger sync")
    ),
    "edited-open": Sentence(
        N_("{file} was edited while its merge is open, and git's markers still stand in it."),
        N_(
            "Either settle all of it there and delete the markers, then: ledger resolve; "
            "or begin it again: git checkout --merge -- {file}"
        ),
    ),
    "by-hand-unreadable": Sentence(
        N_("What was settled by hand cannot be read: {count}."),
        N_("Nothing was changed. Correct the places named above, then: ledger resolve"),
    ),
    "chosen-by-hand": Sentence(
        N_("{value} is not open any more: {files} was settled by hand."),
        N_("To take it as it is: ledger resolve; to begin a file again: git checkout --merge -- FILE"),
    ),
    "nothing-open": Sentence(
        N_("No merge of this ledger is open."), N_("What others have changed comes with: ledger sync")
    ),
    "open-by-lines": Sentence(
        N_("Both sides have changed lines of {file}, of which no side can be chosen."),
        N_("Keep the right lines, delete git's markers, then: ledger resolve"),
    ),
    "not-open": Sentence(N_("{value} is not open in this merge."), N_("Open are: {known}.")),
    "open-in-several": Sentence(N_("{value} is open in several files."), N_("Name the file as well: {known}.")),
    "no-merge": Sentence(N_("No version of this ledger is a merge."), N_("ledger log shows the versions.")),
    "not-a-merge": Sentence(
        N_("The version {value} is no merge of two sides."), N_("Those that are: git log --merges")
    ),
    "again-alone": Sentence(
        N_("--dry-run goes with --again."),
        N_("Without --again: ledger resolve shows what is open, and settles nothing."),
    ),
    "ours-or-theirs": Sentence(
        N_("{value} does not say which side is chosen."),
        N_("ours is what this copy says, theirs the other, as in 9=theirs; both keeps two new items."),
    ),
    "both-sides": Sentence(
        N_("--ours and --theirs say different things."), N_("Leave out one of them; 9=theirs chooses for one entry.")
    ),
    "resolve-stopped": Sentence(
        N_("Stopped. No file was changed, and what was chosen until then is remembered: {choices}"),
        N_("To go on with the rest: ledger resolve; to choose otherwise: ledger resolve ENTRY=ours|theirs"),
    ),
    "yes-or-no": Sentence(N_("{value} is neither yes nor no."), N_("y or n; Enter alone takes the capital one.")),
    "not-both": Sentence(
        N_("Of {value} only one side can stay."),
        N_("both is for items or measures that were added under one number, in a merge; else: {value}=ours or theirs"),
    ),
    "side-unreadable": Sentence(
        N_("A version of {file} that is to be merged cannot be read as a ledger."),
        N_("git merge --abort and ledger doctor --fix, then again; or keep the right lines, then: ledger resolve"),
    ),
    "undo-alone": Sentence(N_("--undo goes with no other option."), N_("Leave the day and the evidence out.")),
    "unknown-name": Sentence(N_("{value} is none of those in this ledger."), N_("Known: {known}.")),
    "department-ended": Sentence(
        N_("{value} ended on {until}; its successor: {successor}."), N_("Name that one instead, or an earlier day.")
    ),
    "department-ahead": Sentence(N_("{value} is there from {begin} only."), N_("Name who acted then, or a later day.")),
    "sub-ledger-there": Sentence(
        N_("A ledger lies in {value} already."), N_("To take it for item {item}: ledger set {item} sub_ledger={value}")
    ),
    "reserved-folder": Sentence(
        N_("The folder {value} is kept for evidence and reports."), N_("Choose another name for the sub-ledger.")
    ),
    "not-inside": Sentence(
        N_("{value} is no folder inside {folder}."), N_("A sub-ledger lies in a folder of its own below the ledger.")
    ),
    "sub-ledger-set": Sentence(
        N_("Item {item} has a sub-ledger already: {value}."),
        N_("Enter its parts: ledger add --data {value} area=… kind=… title=…"),
    ),
    "no-suffix": Sentence(
        N_("The name {value} has no ending, which says what kind of file is meant."), N_("Known endings: {known}.")
    ),
    "bad-suffix": Sentence(N_("A file ending in {value} cannot be written."), N_("Known endings: {known}.")),
    "only-one": Sentence(N_("{value} names several: {known}."), N_("Name one of them.")),
    "no-addressee": Sentence(
        N_("Nobody is named who is reported to."),
        N_("Name the body with --to, or write addressee: under plan: in ledger.yaml."),
    ),
    "no-office": Sentence(
        N_("Nobody is named who acts."), N_("Name the body with --by, or write office: in ledger.yaml.")
    ),
    "nothing-to-file": Sentence(
        N_("There is nothing to file."), N_("Name a file: ledger attach {item} FILE; or --paper PLACE, or --url URL.")
    ),
    "not-in-lines": Sentence(
        N_("Item {item} does not stand in lines of its own."), N_("Open items.yaml itself in the editor.")
    ),
    "not-one-item": Sentence(
        N_("The text is not the one item {item} any more."), N_("Keep one entry, which begins with a dash.")
    ),
    "not-a-measure": Sentence(
        N_("{value} is an item; here a measure is meant."), N_("The measures of item {value}: {known}.")
    ),
    "no-measures": Sentence(N_("Item {value} has no measures."), N_("ledger measure add {value} TEXT")),
    "by-hand": Sentence(
        N_("{place} cannot be changed without touching more than what changes."),
        N_("Change it by hand from that line on, or simplify the layout there. It was to become:\n{wanted}"),
    ),
    "busy": Sentence(
        N_("Somebody else is writing to this ledger: {holder}."), N_("Nothing was changed. Try again in a moment.")
    ),
    "changed-underneath": Sentence(
        N_("{file} was changed by somebody else meanwhile."), N_("Nothing was changed. Look at it and try again.")
    ),
    "unwritten": Sentence(
        N_("{file} cannot be written: {reason}."), N_("Nothing was changed. Check the place and who may write there.")
    ),
    "read-only": Sentence(N_("{file} is write-protected."), N_("Nothing was changed. Lift the protection first.")),
    "no-evidence-file": Sentence(
        N_("The evidence {value} cannot be read: {reason}."), N_("Check the name of the file.")
    ),
    "evidence-elsewhere": Sentence(
        N_("The folder {value} leads out of the ledger."), N_("Evidence is only filed inside the ledger's folder.")
    ),
    "evidence-unnamed": Sentence(
        N_("The file {value} lies among the evidence, and nothing names it."),
        N_("File it: ledger attach ITEM FILE; or take it out of the folder."),
        "warning",
    ),
    "evidence-changed": Sentence(
        N_("The evidence {value} is not what was filed: its SHA-256 differs."),
        N_("Fetch the file that was filed, for instance from git; file a new version with ledger attach."),
    ),
    "as-of-writing": Sentence(
        N_("--as-of looks back; it does not go with a change."), N_("The day on which it happened is --on DAY.")
    ),
    "ledger-there": Sentence(N_("{value} is there already."), N_("Choose another folder; nothing is overwritten.")),
    # plans in
    "intake-missing": Sentence(
        N_("There is no file {value}."), N_("Give the path of the plan: ledger import plan FILE")
    ),
    "intake-too-large": Sentence(
        N_("{value} has more than {limit} MB."), N_("Save the text alone, without pictures, as .docx or .txt.")
    ),
    "intake-too-long": Sentence(
        N_("{value} has more than {limit} lines, paragraphs or rows, or one without an end; no plan is as long."),
        N_("Copy the plan alone into a file of its own, and import that."),
    ),
    "intake-bomb": Sentence(
        N_("{value} would unpack to far more than a document has; it was not opened."),
        N_("Ask who sent it; open it in Word or WPS only if you trust them, and save it again."),
    ),
    "intake-damaged": Sentence(
        N_("{value} is damaged, protected by a password, or not what its ending says."),
        N_("Open it in Word, Excel or WPS, save it without a password as .docx or .xlsx, and import that."),
    ),
    "intake-extra": Sentence(
        N_("To read {value}, libraries for office files are needed, which are not installed here."),
        N_("Type: pip install 'rectification-ledger[office]'; or save the file as .txt or .csv."),
    ),
    "intake-encoding": Sentence(
        N_("{value} is no text in UTF-8, GB18030 or UTF-16."), N_("Save it as a text file with the encoding UTF-8.")
    ),
    "intake-old-kind": Sentence(
        N_("{value} is of a kind that is not read."),
        N_("Open it in Word, Excel or WPS and save it as .docx or .xlsx (Save as), then import that."),
    ),
    "intake-paper": Sentence(
        N_("{value} is a picture or a printed page, whose text is not read."),
        N_("Ask for the document itself, or convert it to .docx with WPS or Word, check the text, then import that."),
    ),
    "intake-kind": Sentence(N_("{value} is of a kind that is not read."), N_("Known kinds: {known}.")),
    "no-plan": Sentence(
        N_("No item was found in {value}: it is no plan, list or report of rectification."),
        N_("A plan names problems (关于…的问题) and measures (整改措施). For an empty ledger: ledger init DIR"),
    ),
    "no-list": Sentence(N_("{key} holds one value; += and -= are for lists."), N_("Write {key}=VALUE.")),
    "not-in-list": Sentence(N_("{value} does not stand in {key}."), N_("There: {known}.")),
    "by-command": Sentence(N_("{key} is not set like this."), N_("{way}")),
    "unwritable": Sentence(N_("{value} cannot be written: {cause}."), N_("Choose another place with -o.")),
    # git
    "no-history": Sentence(
        N_("The ledger in {folder} lies in no git repository, so it has no earlier versions."),
        N_("To begin one there: git init; then: ledger save"),
    ),
    "entry-altered": Sentence(
        N_("Entry {number} of item {item}, {event}, was altered or taken out by {author} in the version {commit}."),
        N_("Put back what was recorded (git show {commit}); what was wrong is taken back by ledger correct."),
    ),
    "item-vanished": Sentence(
        N_("Item {item} was taken out by {author} in the version {commit}."),
        N_("Put it back; git show {commit} shows it."),
    ),
    "merge-lost": Sentence(
        N_("Entry {number} of item {item}, {event}, got lost in the merge {commit} of {author}."),
        N_("To see and to repair what that merge made otherwise: ledger resolve --again {commit}"),
    ),
    "merge-lost-item": Sentence(
        N_("Item {item} got lost in the merge {commit} of {author}."),
        N_("To see and to repair what that merge made otherwise: ledger resolve --again {commit}"),
    ),
    "merge-lost-fields": Sentence(
        N_("What one side had changed of {record} got lost in the merge {commit} of {author}: {what}."),
        N_("To see and to repair what that merge made otherwise: ledger resolve --again {commit}"),
    ),
    "merge-doubled": Sentence(
        N_("Entry {number} of item {item}, {event}, stands there twice since the merge {commit} of {author}."),
        N_("To see and to repair what that merge made otherwise: ledger resolve --again {commit}"),
    ),
    "days-removed": Sentence(
        N_("That routine {id} was done on {days} was taken out by {author} in the version {commit}."),
        N_("If it was done then: ledger routine done {id} --on DATE; a slip is taken back by: ledger undo VERSION"),
        "warning",
    ),
    "status-without-event": Sentence(
        N_("Item {item} was set to {status} by {author} in version {commit}; its log adds up to {replayed}."),
        N_("Record what really happened by a command; the status follows from it."),
    ),
    "rules-loosened": Sentence(
        N_("Item {item} was closed on {closed}, shortly after {author} had lowered the rules on {day}: {lowered}."),
        N_("See git show {commit}. If the office decided so, keep the decision among the evidence."),
        "warning",
    ),
    "issue-unversioned": Sentence(
        N_("An issued report names the version it was made from, and there is none."),
        N_("Keep the ledger in a git repository, with commits on: git init, then ledger save"),
    ),
    "issued-already": Sentence(
        N_("This report was issued already: {file}"),
        N_("An issued report never changes. To see how it would be today, leave --issue out."),
    ),
    "report-altered": Sentence(
        N_("The issued report {file} was altered by {author} in the version {commit}."),
        N_('Put it back as it was issued: git restore --source={commit}~ ":/{file}"'),
    ),
    "version-unreadable": Sentence(
        N_("The files of the version {commit} of {day} cannot be read as a ledger."),
        N_("What is wrong in them: ledger check --at {commit}"),
        "warning",
    ),
    "nothing-to-undo": Sentence(
        N_("There is no version of yours that could be taken back."),
        N_("To take back another one, name it: ledger undo VERSION; ledger log tells them."),
    ),
    "not-of-this-ledger": Sentence(
        N_("The version {value} is not in the history of this ledger."), N_("ledger log tells its versions.")
    ),
    "not-yours": Sentence(
        N_("{author} made version {commit}."),
        N_("Nothing was changed. Take it back in a terminal, where you can be asked."),
    ),
    "undone-already": Sentence(N_("The version {value} was taken back already."), N_("See: ledger log")),
    "not-to-undo": Sentence(
        N_("The version {value} brings several together and cannot be taken back as a whole."),
        N_("Take back one of those that it brings together."),
    ),
    "undone-by-hand": Sentence(
        N_("In that version {file} appeared or vanished, or what it was cannot be read."),
        N_("Nothing was changed. Change the file by hand, then: ledger save"),
    ),
    "file-changed-since": Sentence(
        N_("{file} was changed again since that version."),
        N_("Nothing was changed. Take the later version back first, or change the file by hand, then: ledger save"),
    ),
    "number-moved": Sentence(
        N_("{value} has been another one since the merge {commit}, which gave yours another number."),
        N_("ledger list shows which one it has; take the change back there by a command of its own."),
    ),
    "changed-since": Sentence(
        N_("Of item {item} something was changed again since that version: {what}."),
        N_("Take the later version back first: ledger log {item}"),
    ),
    "item-changed-since": Sentence(
        N_("Item {item} was changed again since it came or went."),
        N_("Take the later version back first: ledger log {item}"),
    ),
    "log-grown-since": Sentence(
        N_("More has been recorded of item {item} since."),
        N_("Take the later version back first (ledger log {item}), or the wrong entry by: ledger correct {item}"),
    ),
    "versions-named": Sentence(
        N_("`ledger diff` takes its versions as A and B."), N_("Leave out --at, or name the version: ledger diff A B")
    ),
    "as-of-versions": Sentence(
        N_("--as-of looks at a day; this command looks at versions."),
        N_("Leave it out; for a day: ledger diff --since"),
    ),
    "no-git": Sentence(
        N_("git is not installed here, so this ledger has no versions."), N_("Install git, then: git init; ledger save")
    ),
    "no-versions": Sentence(N_("There is no version of this ledger yet."), N_("Make the first one: ledger save")),
    "since-alone": Sentence(
        N_("--since names the version to begin with; it goes with no other."), N_("Leave out one of the two.")
    ),
    "no-such-version": Sentence(
        N_("git knows no version {value} here."), N_("ledger log tells the versions of this ledger.")
    ),
    "no-ledger-then": Sentence(
        N_("There is no {file} in the version {value}."), N_("ledger log tells the versions of this ledger.")
    ),
    "no-inner-repository": Sentence(
        N_("Version {value} of another repository belongs here, and that repository is not there."),
        N_("Fetch it: git submodule update --init"),
    ),
    "at-writing": Sentence(
        N_("--at looks at an earlier version; it does not go with a change."),
        N_("ledger undo takes a change back; an earlier file comes back with git restore."),
    ),
    "git-failed": Sentence(N_("git reports an error: {reason}"), N_("Look at the repository with git status.")),
    "foreign-repository": Sentence(
        N_("git does not trust the repository in {folder}, because it belongs to somebody else."),
        N_("If you trust it, as on a share of your office: git config --global --add safe.directory {folder}"),
    ),
    "outside-repository": Sentence(
        N_("{file} leads out of the repository, so no version can be made of it."),
        N_("Nothing was changed. Put the file inside, or use --no-commit."),
    ),
    "under-way": Sentence(
        N_("A {what} is under way in this repository."),
        N_("Nothing was changed. Finish it first, or give it up: {way}"),
    ),
    "merge-under-way": Sentence(
        N_("A {what} is under way in this repository."),
        N_("Nothing was changed. To finish it: ledger resolve; to give it up: {way}"),
    ),
    "detached-head": Sentence(
        N_("The repository is on no branch (detached HEAD), where versions get lost."),
        N_("Nothing was changed. Go back to the branch first: git switch -"),
    ),
    "no-git-name": Sentence(
        N_("git does not know who you are, and a version bears a name."),
        N_('Nothing was changed. Tell it once: git config --global user.name "…"; git config --global user.email "…"'),
    ),
    "ignored-by-git": Sentence(
        N_("git is told to ignore {file}, so no version can be made of it."),
        N_("Nothing was changed. Take it out of .gitignore, or use --no-commit."),
    ),
    "staged-otherwise": Sentence(
        N_("{file} is staged with another text than it has on the disk."),
        N_("Nothing was changed. Decide which one counts: git add {file}, or git restore --staged {file}"),
    ),
    "commits-off": Sentence(
        N_("No versions are made here: --no-commit, or commits: off in ledger.yaml, says so."),
        N_("Leave that out to save a version."),
    ),
    "never-saved": Sentence(
        N_("There is no version of this ledger yet."), N_("Nothing was changed. Make the first one: ledger save")
    ),
    "edited-by-hand": Sentence(
        N_("Edited by hand since the last version: {files} ({summary})."),
        N_('Nothing was changed. Save that first: ledger save "why"; to look at it: ledger diff'),
    ),
    "commit-refused": Sentence(
        N_("git refused the version: {reason}"), N_("Nothing was changed. Put right what it says, and try again.")
    ),
    "finish-refused": Sentence(
        N_("git refused to finish a change that was interrupted ({subject}): {reason}"),
        N_("That change was taken back. Put right what git says, and enter it again."),
    ),
    "not-put-back": Sentence(
        N_("The change was not made a version, and the files in {folder} could not be put back: {reason}."),
        N_("Make room; the next command that writes finishes it."),
    ),
    "odd-path": Sentence(
        N_("{file} has a line break in its name, which git is not asked about."), N_("Give the folder another name.")
    ),
    "index-locked": Sentence(
        N_("git is at work in this repository, or was stopped in the middle: {file} is there."),
        N_("Nothing was changed. Try again; if no git program runs any more, delete that file."),
    ),
    "entries-stay": Sentence(
        N_("Entries of the log of item {item} were altered or taken out by hand: {numbers}."),
        N_("Put them back (git diff shows them); what was wrong is taken back by: ledger correct {item} ENTRY"),
    ),
    "item-stays": Sentence(
        N_("Item {item} was taken out by hand."),
        N_("Put it back (git diff shows it); an item added by mistake is removed by ledger undo."),
    ),
    # spreadsheets
    "no-office-library": Sentence(
        N_("The libraries for office files are not installed here."),
        N_("Install it once: pip install 'rectification-ledger[office]'"),
    ),
    "no-parquet-library": Sentence(
        N_("The library for Parquet files is not installed here."),
        N_("Install it once: pip install 'rectification-ledger[parquet]'"),
    ),
    # templates
    "template-output": Sentence(
        N_("A template is filled into a Word file, and none is named."), N_("Name it: -o FILE.docx")
    ),
    "template-itself": Sentence(
        N_("{value} is the template itself, which would be written over."), N_("Give -o another name.")
    ),
    "template-ending": Sentence(
        N_("The template {value} is no .docx file."), N_("Save it in Word or WPS as .docx, without macros.")
    ),
    "template-missing": Sentence(
        N_("The template {value} cannot be read: {reason}."),
        N_("Check its name; an example to begin with: ledger report template -o FILE.docx"),
    ),
    "template-damaged": Sentence(
        N_("The template {value} is damaged, protected by a password, or no Word file."),
        N_("Open it in Word or WPS and save it as .docx, without a password."),
    ),
    "template-large": Sentence(
        N_("The template {value} is too large, or would be once unpacked."),
        N_("Take out large pictures; a letterhead has less than a megabyte."),
    ),
    "template-active": Sentence(
        N_("The template {value} holds macros, or embedded programs or documents, and is not used."),
        N_("Take them out, and save it as .docx; text, tables and pictures stay."),
    ),
    "template-linked": Sentence(
        N_("The template {value} fetches something from elsewhere: {link}"),
        N_("Embed the picture or text instead, or break the link; a template it was made from counts too."),
    ),
    "template-code": Sentence(
        N_("The template {value} has a field of Word ({called}) that could fetch or run something."),
        N_("Turn the field into text: Ctrl+Shift+F9. Page numbers, dates and cross-references may stay."),
    ),
    "template-open": Sentence(
        N_("{value}, at “{place}”: {tag} has no counterpart in this paragraph."),
        N_("A tag begins and ends in one paragraph: {{{{ title }}}}, {{% if … %}}."),
    ),
    "template-wide": Sentence(
        N_("{value}, at “{place}”: the brackets of a tag are full-width ({tag})."),
        N_("Type them half-width: {{{{ title }}}}"),
    ),
    "template-raw": Sentence(
        N_("{value}, at “{place}”: {tag} stands for parts of Word that ledger does not hand out."),
        N_("Write the field without the letter: {{{{ title }}}}"),
    ),
    "template-alone-p": Sentence(
        N_("{value}: {tag} takes the place of its whole paragraph, and there is more in it."),
        N_("Give the tag a paragraph of its own; within a line write it without the p: {{% if … %}}."),
    ),
    "template-alone-tr": Sentence(
        N_("{value}: {tag} takes the place of its whole table row, and there is more in it."),
        N_("Give the tag a row of its own, above or below the rows that are repeated."),
    ),
    "template-alone-tc": Sentence(
        N_("{value}: {tag} takes the place of its whole table cell, and there is more in it."),
        N_("Give the tag a cell of its own, before or behind the cells that are repeated."),
    ),
    "template-unknown": Sentence(
        N_("{value}, at “{place}”: there is no field {field}."),
        N_("Known there: {known}. All fields stand in docs/templates.md."),
    ),
    "template-no-fields": Sentence(
        N_("{value}, at “{place}”: there is no {field} in this text, number or list."),
        N_("An entry of a list is counted from 0: annexes[0].title; what is unknown has none. See docs/templates.md."),
    ),
    "template-list": Sentence(
        N_("{value}, at “{place}”: this is a list or a group and cannot be written as it is."),
        N_("Name one of its fields, or go through it: {{% for one in … %}} {{{{ one }}}} {{% endfor %}}"),
    ),
    "template-value": Sentence(
        N_("{value}, at “{place}”: {sign} counts with numbers alone."),
        N_("Write texts one behind the other: {{{{ day }}}}{{{{ title }}}}"),
    ),
    "template-syntax": Sentence(
        N_("{value}, at “{place}”: this cannot be understood: {reason}"),
        N_("Each for needs its endfor, each if its endif; docs/templates.md has examples."),
    ),
    "template-refused": Sentence(
        N_("{value}, at “{place}”: this does not stand in a template."),
        N_("There are fields, for, if … else, comparisons, + - * with numbers, and the filters length, join, round."),
    ),
    "template-misplaced": Sentence(
        N_("{value}, filled, could not be opened in Word: a tag begins in one part of it and ends in another."),
        N_("for and endfor, if and endif stand in the same cell, or as {{%tr … %}} in rows, {{%p … %}} in paragraphs."),
    ),
    "template-long": Sentence(
        N_("What the template {value} writes has no end that a paper could have."),
        N_("Look for loops within loops: each item belongs into one of them."),
    ),
    "template-slow": Sentence(
        N_("The template {value} was not filled within {limit} seconds."),
        N_("Look for loops within loops; if the ledger is that large, raise limits: template_seconds in ledger.yaml."),
    ),
    "template-failed": Sentence(
        N_("The template {value} could not be filled: {reason}"),
        N_("Begin with the example: ledger report template -o FILE.docx"),
    ),
    "no-output": Sentence(
        N_("This command writes a file, and no file is named."), N_("Name it: -o FILE, ending in one of {known}")
    ),
    "as-elsewhere": Sentence(
        N_("{value} does not go with a file ending in {ending}."), N_("Name one that does: -o FILE{known}")
    ),
    "no-dates": Sentence(
        N_("A calendar needs an entry, and no open item or measure has a date."),
        N_("Set one: ledger set ITEM due=DATE; ledger check names what lacks one."),
    ),
    "no-item": Sentence(N_("An archive is one of items, and none is named."), N_("Name it: --item ITEM")),
    "at-archive": Sentence(
        N_("An archive holds the evidence as it lies here today, not that of another version."),
        N_("Leave --at out; --as-of DATE shows the item as it stood on a day."),
    ),
    "evidence-link": Sentence(
        N_("The evidence {value} lies behind a link, so it was not packed."),
        N_("Put the file itself into the ledger's folder: ledger attach"),
    ),
    "evidence-unread": Sentence(
        N_("The evidence {value} cannot be read, so it was not packed."), N_("Check who may read it.")
    ),
    "oscal-empty": Sentence(
        N_("OSCAL has no plan without an item, and this ledger has none."),
        N_("A first one is added by: ledger add area=… kind=… title=…"),
    ),
    "oscal-day": Sentence(
        N_("OSCAL has no day {value}: its years are 1900 to 2999."), N_("Put the year right first: ledger set")
    ),
    "no-folder": Sentence(
        N_("{value} fills a folder, and no folder is named."), N_("Name one, a new one for instance: -o DIR")
    ),
    "folder-named-file": Sentence(
        N_("{value} fills a folder, and a name ending in {ending} is a file's."), N_("Name a folder: -o DIR")
    ),
    "foreign-folder": Sentence(
        N_("In {value} lies {name}, which no export to Parquet has written, so the folder is left as it is."),
        N_("Name a new folder: -o DIR; or take out yourself what lies there."),
    ),
    "item-elsewhere": Sentence(
        N_("{value} is for the whole ledger, and --item for some items."), N_("Leave one of them out.")
    ),
    "own-file": Sentence(
        N_("{value} belongs to the ledger itself and is not written over."), N_("Name another file behind -o.")
    ),
    "format-elsewhere": Sentence(
        N_("--format {value} does not go with a file ending in {ending}."), N_("Leave one of them out.")
    ),
    "dry-run-alone": Sentence(
        N_("--dry-run goes with --issue alone: without it nothing of the ledger is written."), N_("Leave it out.")
    ),
    "issue-today": Sentence(
        N_("A report is issued today, from the ledger as it is."), N_("Leave --as-of and --at out.")
    ),
    "reports-elsewhere": Sentence(
        N_("{value} is no folder of the ledger's own, so nothing can be kept there for good."),
        N_("Put a folder in its place."),
    ),
    "term-unknown": Sentence(N_("The calendar has no such week, month or quarter."), N_("Name another, like 2024-06.")),
    "term-before-plan": Sentence(
        N_("{value} lies before the plan, which is of {date}."), N_("Name a later one, like 2024-06.")
    ),
    "term-ahead": Sentence(N_("{value} has not begun."), N_("Name one that has, or look at a later day: --as-of DATE")),
    "no-spreadsheets": Sentence(
        N_("The library for spreadsheets is not installed here."),
        N_("Install it once: pip install 'rectification-ledger[office]'"),
    ),
    "workbook-there": Sentence(
        N_("{value} is there already."), N_("Choose another folder, or move that file away; nothing is overwritten.")
    ),
    "nothing-to-collect": Sentence(
        N_("{value}: neither leads nor supports an open item."), N_("ledger list --department NAME shows its items.")
    ),
    "nobody-to-ask": Sentence(
        N_("No department leads or supports an open item, so there is nobody to ask."),
        N_("Once it is settled who leads: ledger set ITEM lead=DEPARTMENT"),
    ),
    "no-workbooks": Sentence(
        N_("There is no workbook in {value}."), N_("Name the files that came back, or a folder in which they lie.")
    ),
    "no-workbook": Sentence(
        N_("{value} is no workbook that can be read, or it was damaged on the way."),
        N_("Open it in a spreadsheet program and save it as .xlsx, or ask for it again."),
    ),
    "old-workbook": Sentence(
        N_("{value} is in an old format (.xls, .et) or has a password."),
        N_("Open it in a spreadsheet program and save it as .xlsx, without a password."),
    ),
    "macro-workbook": Sentence(
        N_("{value} holds macros, which are never run and not taken."), N_("Save it as .xlsx, without macros.")
    ),
    "linked-workbook": Sentence(
        N_("{value} is linked to other workbooks."), N_("Break the links, so that the values stand in it, and save it.")
    ),
    "large-workbook": Sentence(
        N_("{value} is too large, or would be once unpacked."),
        N_("Save it again with its own rows alone; a form has less than a megabyte."),
    ),
    "no-form": Sentence(
        N_("{value} is none of the workbooks that ledger has written."),
        N_("Only those are taken in: ledger collect out DIR writes them."),
    ),
    "damaged-form": Sentence(
        N_("The hidden sheet that says where this workbook comes from was damaged or changed."),
        N_("Write a new one: ledger collect out DIR --department NAME, and let it be filled in again."),
    ),
    "other-ledger": Sentence(
        N_("{value} was made from another ledger ({title})."),
        N_("Name that ledger: ledger --data FOLDER collect in FILE"),
    ),
    "month-ahead": Sentence(
        N_("{value} is for {month}, which has not begun."), N_("Take it in once there is something to report.")
    ),
    "formula": Sentence(
        N_("A formula stands here ({value}), and a ledger takes no formulas."), N_("Write its result as a value.")
    ),
    "cell-error": Sentence(N_("An error of the spreadsheet stands here ({value})."), N_("Write what was meant.")),
    "unknown-row": Sentence(
        N_("The row {value} is none of those that were asked about."),
        N_("Undo what was changed in the first column, or fill in a new workbook."),
    ),
    "form-moved": Sentence(
        N_("In {sheet} {cell} stands “{value}”, where the form had “{wanted}”."),
        N_("Rows or columns were put in, taken out or moved: undo that, or fill in a new workbook."),
    ),
    "answered-twice": Sentence(
        N_("Another workbook for the same month was taken in as well: {value}."),
        N_("Both are on record; look which of the two is meant to count: ledger log"),
    ),
    "given-changed": Sentence(
        N_("In the row of {value} something was written where the form tells what it asks; nothing is read there."),
        N_("Look whether it belongs into a yellow cell."),
    ),
    "beside-the-form": Sentence(
        N_("“{value}” stands beside the form, where nothing is read."), N_("Move it into one of the yellow cells.")
    ),
    "merged-form": Sentence(
        N_("These cells were merged, so that nobody can say which row is meant."),
        N_("Take the merging back and fill in each row."),
    ),
    "row-twice": Sentence(N_("The row {value} stands here a second time."), N_("Keep one of the two.")),
    "evidence-not-beside": Sentence(
        N_("The evidence {value} does not lie beside the workbook, or several files have that name."),
        N_("Put it there, write its whole name, and several names with a semicolon between."),
    ),
    "gone-since": Sentence(
        N_("There is no item or measure {value} any more."), N_("What became of it: ledger log; ledger undo")
    ),
    "not-carried": Sentence(
        N_("{department} neither leads nor supports {value} any more."),
        N_(
            "To record it all the same: ledger progress {item} --by {department} --note …; if it is that body's: "
            "ledger set {item} support+={department}"
        ),
    ),
    "ended-since": Sentence(
        N_("Item {item} is {status} by now."),
        N_("If there is still something to record: ledger progress {item} --note …"),
    ),
    "no-measure-here": Sentence(
        N_("Row {value} is an item; only a measure is done on a day."), N_("ledger measure add {value} TEXT")
    ),
    "done-otherwise": Sentence(
        N_("Measure {measure} is on record as done on {on}; the workbook says {value}."),
        N_("The record stays. If it is wrong: ledger done {measure} --undo, then: ledger done {measure} --on {value}"),
    ),
    "done-by-support": Sentence(
        N_("{department} only supports measure {measure}; whoever leads it says when it is done ({lead})."),
        N_("Ask there; if it is done: ledger done {measure} --on {value}"),
    ),
    "reworded-since": Sentence(
        N_("Measure {measure} was reworded since the workbook was made."),
        N_("Ask whether it is done as it reads now, then: ledger done {measure} --on DATE"),
    ),
    "sheet-faulty": Sentence(
        N_("{file} cannot be taken over: {count}."), N_("Nothing was written. Correct the cells named above.")
    ),
    "no-heading": Sentence(
        N_("No table is found in {value}: no row has headings that are known."),
        N_("Name at least two columns, like 序号, 问题, 整改措施, 责任单位, 整改时限, 进展情况."),
    ),
    "open-quote-in-csv": Sentence(
        N_("A quotation mark in {value} is never closed: what follows would be swallowed."),
        N_("Close it or take it out, or save the table as .xlsx."),
    ),
    "heading-twice": Sentence(
        N_("“{value}” means the same as “{other}” in {cell}."), N_("Rename one of the two, or take it out.")
    ),
    "number-twice": Sentence(
        N_("The number {value} stands in {sheet} {cell} as well, with another text."),
        N_("Correct one of the two, or leave it empty for a new item."),
    ),
    "number-of-another": Sentence(
        N_("The number is that of item {item} ({title}), and the text is another one."),
        N_("Correct the number, or leave it empty for a new item."),
    ),
    "row-without-item": Sentence(
        N_("Nothing says which item this row is about."), N_("Give it a number of the ledger, or a problem.")
    ),
    "row-without-area": Sentence(
        N_("This item is new, and nothing says which area it belongs to."),
        N_("Add a column 类别 or a row across above it, or: ledger import sheet FILE --area TEXT"),
    ),
    "rows-differ": Sentence(
        N_("“{value}” is not what the other rows of this item say, and this row names no measure."),
        N_("Make them alike, or name the measure that it holds for."),
    ),
    "rows-of-one-differ": Sentence(
        N_("“{value}” is not what {other} says, and both are the item's."),
        N_("An item has one of it: make the rows alike, or put both into each."),
    ),
    "old-form": Sentence(
        N_("The workbook of {value} was written by an earlier release, whose workbooks are not read any more."),
        N_("Write a new one: ledger collect out DIR --department NAME, and let it be filled in again."),
    ),
    "offices-differ": Sentence(
        N_("{value} stands beside a department in this row; an office is kept for a whole item, not for a measure."),
        N_("Name the same office in each row of the item, or say it in the remarks."),
    ),
    "beside-a-body": Sentence(
        N_("“{value}” stands in brackets beside a department, and is neither a person nor an office of it."),
        N_("Put it into the remarks."),
    ),
    "new-errors": Sentence(N_("The files would have errors:"), N_("Nothing was written. Mend them first.")),
    "new-item-errors": Sentence(
        N_("Item {item} would have errors:"), N_("Nothing was written. Mend them first; ledger check says where.")
    ),
    "shallow-history": Sentence(
        N_("The history was cut off when this repository was copied; what lies before cannot be checked."),
        N_("Fetch the rest: git fetch --unshallow"),
        "warning",
    ),
}


def message(code: str, fields: Fields, t: Translation = ENGLISH) -> str:
    """Return the sentence of `code` in the language of `t`."""
    return t.gettext(SENTENCES[code].text).format_map(_joined(fields, t))


def hint(code: str, fields: Fields, t: Translation = ENGLISH) -> str:
    """Return what to do: the nearest known word where there is one, else the hint of `code`."""
    if fields.get("nearest"):
        return t.gettext("Did you mean {nearest}?").format_map(fields)
    return t.gettext(SENTENCES[code].hint).format_map(_joined(fields, t))


def _joined(fields: Fields, t: Translation) -> Mapping[str, str]:
    comma = t.gettext(", ")
    return {key: value if isinstance(value, str) else comma.join(value) for key, value in fields.items()}
