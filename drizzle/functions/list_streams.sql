-- list_streams(user, session_id) → the session's streams without a row, oldest first; QK404 as get_session_state
-- Example: select * from list_streams('local', 's1');
create or replace function list_streams(p_user text, p_session_id text) returns setof message_streams
language plpgsql stable
as $$
begin
  perform get_session_state(p_user, p_session_id);
  return query
    select s.* from message_streams s
    where s.session_id = p_session_id and not exists (select from messages m where m.id = s.id)
    order by s.created_at, s.id;
end
$$;
