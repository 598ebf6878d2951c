-- What wrk asks. Arguments: scenario, file of tokens (one a line), number of this run (0-999; no id is used twice).
-- Requests are whole strings, put together once as far as possible: the load generator shares the machine.

local scenario, run, tokens, turn = nil, 0, {}, 0

local function head(method, path, token, more)
  return method .. " " .. path .. " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " .. token .. "\r\n" .. (more or "")
end

function init(arguments)
  scenario, run = arguments[1], tonumber(arguments[3])
  for line in io.lines(arguments[2]) do tokens[#tokens + 1] = line end
end

local function party(who) return string.format("pty_01%024d", who) end

local function command(who)
  local id = string.format("gft_02%014d%03d%07d", 0, run, turn)
  local body = '{"gift_id":"' .. id .. '","fund_code":"clp-fund","amount":"50.00","lane":"C","choice":"receipt","channel":"transfer",'
    .. '"donor_id":"' .. party(who) .. '","visibility":"public"}'
  local more = "Content-Type: application/json\r\nIdempotency-Key: " .. id .. "\r\nContent-Length: " .. #body .. "\r\n\r\n"
  return head("POST", "/v1/gifts", tokens[who], more .. body)
end

local function exact(who)
  -- One of the twenty gifts that everybody has: the donor of gift g is 1 + (g - 1) % 2000.
  local gift = who + 2000 * (turn % 20)
  return head("GET", string.format("/v1/gifts/gft_01%024d", gift), tokens[who], "\r\n")
end

local function composed(who)
  return head("GET", "/v1/parties/" .. party(who) .. "/overview", tokens[who], "\r\n")
end

function request()
  turn = turn + 1
  local who = 1 + turn % #tokens
  if scenario == "command" then return command(who) end
  if scenario == "exact" then return exact(who) end
  return composed(who)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%.6f,"refused":%d,"broken":%d,"p50":%.3f,"p99":%.3f}\n',
    summary.requests, summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
