-- Searches as people make them: one word, two words, a word half typed, a filter, a typo in ten.
local words = {"parser", "cache", "banking", "graph", "markdown", "query", "stream", "vault", "yaml", "invoice",
  "metric", "payment", "schema", "token", "widget", "socket", "report", "ledger", "health", "deploy"}
local typos = {"parsr", "bankin", "graf", "markdwon", "paymnt", "schemma", "tokne", "widgte"}
local function pick(from) return from[math.random(#from)] end
function init(args) math.randomseed(42) end
request = function()
  local kind = math.random(10)
  local path
  if kind <= 3 then path = "q=" .. pick(words)
  elseif kind <= 5 then path = "q=" .. pick(words) .. "+" .. pick(words)
  elseif kind <= 7 then path = "q=" .. string.sub(pick(words), 1, 4)
  elseif kind == 8 then path = "q=" .. pick(words) .. "&category=cache"
  elseif kind == 9 then path = "q=" .. pick(words) .. "&tag=" .. pick(words)
  else path = "q=" .. pick(typos) end
  return wrk.format("GET", "/api/v1/search?" .. path)
end
