-- Functions whose signature or result changed since 0002.

drop function if exists append_locked(
  text[], uuid[], text[], text[], jsonb[], uuid[], boolean[], integer[], uuid[], text[], uuid, text, text, boolean,
  boolean[]);
drop function if exists append_messages(
  text[], text[], uuid[], text[], text[], jsonb[], uuid[], boolean[], integer[], uuid[], text[], uuid, integer);
drop function if exists replayed(appended, text, uuid, uuid, text, uuid);
drop function if exists get_session_state(text, text);
