-- refuse_message_change() → trigger on messages
-- Does: refuses every UPDATE, DELETE and TRUNCATE of messages, to the owner too, but the cascade of deleting a session: such
--   a DELETE comes from a foreign key's trigger and finds its session gone. It runs as duck_writer, who sees every
--   session: as the caller, under row level security, it would find none and let the DELETE through.
-- Errors: QK405.
-- Runs as: duck_writer; the triggers are ENABLE ALWAYS, so session_replication_role does not pass them.
-- Example: delete from messages where id = :message; -- refused
create or replace function refuse_message_change() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    if tg_level = 'STATEMENT' and pg_trigger_depth() > 1 then return null; end if;
    if tg_level = 'ROW' and not exists (select from chat_sessions where id = old.session_id) then return old; end if;
  end if;
  raise exception using errcode = 'QK405', message = 'messages are append-only';
end
$$;

create or replace trigger messages_refuse_change
  before update or delete or truncate on messages
  for each statement execute function refuse_message_change();
create or replace trigger messages_refuse_delete
  before delete on messages
  for each row execute function refuse_message_change();
alter table messages enable always trigger messages_refuse_change;
alter table messages enable always trigger messages_refuse_delete;
