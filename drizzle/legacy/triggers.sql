-- Capture: every write of `messages` is looked at, whoever writes and however.
create or replace trigger legacy_capture_insert after insert on chat_sessions
  for each row execute function legacy_capture();
create or replace trigger legacy_capture_update after update on chat_sessions
  for each row execute function legacy_capture();
alter table chat_sessions enable always trigger legacy_capture_insert;
alter table chat_sessions enable always trigger legacy_capture_update;
update legacy_state set captured_at = clock_timestamp() where captured_at is null;
