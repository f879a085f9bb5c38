-- Answers whose stop, order and state hold whichever server is asked.

-- When its user asked for its end; the server that writes it ends it.
alter table message_streams add column stop_asked_at timestamptz;

alter table message_streams add constraint message_streams_failure_has_class
  check (status not in ('failed', 'interrupted') or error_class is not null);

drop function if exists start_stream(uuid, uuid);
drop function if exists get_stream(text, uuid);
drop function if exists list_running_streams(text);
