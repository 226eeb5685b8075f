"""How people talk beside what they ask for: politeness, questions, plans, and other people's affairs."""

from clankerbot_engine.parsing.languages.listing import words

POLITE = (
    "(please|pls|plz|kindly|hey|hi|hello|yo|ok|okay|so|well|and|also|just|now|then|again|oh|oops|whoops|actually|sorry)",
    "i (guess|think|believe|suppose|reckon)",
    "(basically|literally|honestly|anyway|anyways|obviously|yea|yup)",
    "(ugh|hmm|hm|uh|um|uhm|umm|thx|thanks|ty|right|alright|cool|great|perfect|yes|yep|yeah|quick|quickly)",
    "(i'm|im|i am|i|we're)? (gonna|going to|about to|gotta)",
    "(hey|hi|hello|ok|okay|yo|dear) (there|bot|clankerbot|clanker|team)",
    "(there|bot|clankerbot|clanker)",
    "good (morning|afternoon|evening) (team|all|everyone|everybody)?",
    "(can|could|would|will) (you|u|ya) (please|pls|kindly|just|also|maybe)?",
    "would you mind",
    "(please|pls|kindly) to",
    "(can|could|may|shall) (i|we) (please|just|also)?",
    "(it)? (would|will) be (great|nice|good|awesome|cool) if you (can|could|would)? (please)?",
    "(no|nope) wait",
    "(no|nope|nah|oh no) ,",
    "(cancel|scratch) (that|it) ,",
    "(never mind|nevermind|nvm)",
    "i? (would|want|need|wanted|wish|have|got) (like)? to (please|just|also)?",
    "(i'd|i) (like|love|want|need) (you)? to (please|just|also)?",
    "(let's|lets|let me|go ahead and|be so kind and|help me|remember to|i have to|i must)",
    "(do|did) me a favor and",
)

TRAILING_POLITE = (
    "(please|pls|plz|kindly|thanks|thx|ty|cheers|danke|mate|bot|clankerbot)",
    "thank you (very much|so much)?",
    "(thanks|thx) (a lot|so much|very much|in advance|again|mate|bot)",
    "(if|when) you (can|could|please|have time)",
    "for me",
    "will you",
    "would you",
    "ok",
)

COMMON_WORDS = words(
    "good look book lunch sold told want went like love know hope soon some most more been seen well will still "
    "look loop long blog slog flog clog jogging stuff state store story smart party sport short short paris "
    "ours hors wee eek ever very blast lasts moth tweek loge lodge ads dad mad sad bad had "
    "there their these those thing think today night light right great would could should hello thanks morning"
)

QUESTION_WORDS = words(
    "what who why when where how which whose is are am was were do does did can could will would should has have"
)

DOUBT_WORDS = words(
    "if not don't didn't won't can't cannot wasn't isn't will i'll we'll should shall might could would gonna "
    "going until till need needs wait waiting waited remaining left takes take took ago than saved saves saving wish "
    "imagine never approved aside hold"
)

TALK_WORDS = words(
    "i i'm i've i'd we we're we've he he's she she's they they're you you're it it's me him her them us is are am "
    "later moved pushed rescheduled postponed cancelled canceled leaves arrives arrive shows ran runs brb afk bbl eta "
    "because wow omg lol ouch damn wants asks costs lasts expires closes opens eats happens gets says said "
    "tell tells ask asked "
    "expects expected sounds works feels felt got lasted ate eats swallowed stole cost vs versus free give gave "
    "instead "
    "was were be been being do does did has have had let's lets who whose which that's this there there's"
)

REPORT_WORDS = words(
    "hours hrs time log logged logging track tracked work worked working book booked spend spent record recorded "
    "entry entries total totals summary report overview breakdown week month day quarter year been billed billable "
    "much many long grouped group project projects timesheet"
)

TRACKING_WORDS = words(
    "hours hrs log logged logging track tracked work worked working book booked spend spent record recorded entry "
    "entries total totals summary report overview breakdown billed billable timesheet"
)

ACTIVITIES = words(
    "standup standups stand-up daily meeting meetings call calls review reviews sync retro design development dev "
    "research support admin bug bugs bugfix bugfixes fix fixes hotfix test tests qa docs documentation email "
    "emails mail mails workshop workshops interview interviews travel lunch break deployment deploy release demo "
    "demos analysis notes note work misc other done log time today yesterday hours update status project task "
    "client code feature features incident ops maintenance sales presentation"
)

PLANNED_WORDS = words(
    "estimated budgeted quoted planned allocated allotted reserved forecast forecasted scheduled expected proposed "
    "earmarked left remaining"
)

PLANNING_WORDS = words(
    "planning plan planned expecting expect expected estimating estimate estimated hoping aiming intending intend "
    "hope aim budgeting quoting forecasting reckon"
)

PLAN_NOUNS = words(
    "estimate estimates estimation quote quotes quotation budget budgets forecast forecasts plan plans target "
    "targets limit cap allowance quota proposal allocation todo todos next goal goals deadline deadlines agenda"
)

AFFAIRS = words(
    # bills and money
    "invoice invoices invoiced price prices cost fee fees payment payments unpaid paid retainer refund sold sells "
    "offer offers offered order ordered contract discount "
    # what is announced, and happens of itself
    "outage outages downtime uptime delay delays delayed timeout latency runtime window deadline slot parking flight "
    "train bus party concert warranty availability capacity office opening freeze reminder heads join invite invited "
    "goal total sum open enough interval exceeded overrun nobody "
    # time that is given or kept
    "spend supposed reserve reserving block blocking keep keeping hold holding allocate allocating assign assigning "
    "allot spare max maximum min minimum quoted most "
    # what is not sure
    "maybe perhaps probably possibly hopefully presumably option scenario alternative"
)
