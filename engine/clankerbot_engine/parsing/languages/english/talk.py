"""How people talk beside what they ask for: politeness, questions, plans, and other people's affairs."""

from clankerbot_engine.parsing.languages.listing import words

_CAN = "(can|could|would|will|might)"
_A_MOMENT = "(chance|minute|min|moment|mo|sec|second|spare moment|free moment)"
_KIND = "(so|very|really)? (kind|good|nice|sweet|gracious)"

POLITE = (
    "(please|pls|plz|kindly|hey|hi|hello|yo|ok|okay|so|well|and|also|just|now|then|again|oh|oops|whoops|actually|sorry)",
    "k ,?",
    "(i'm|im|i am|we're)? back (again|now)? ,",
    "i (guess|think|believe|suppose|reckon)",
    "(basically|literally|honestly|anyway|anyways|obviously|yea|yup|btw|listen|aye|och|gday|g'day|hiya|howdy|greetings)",
    "(ugh|hmm|hm|uh|um|uhm|umm|thx|thanks|ty|right|alright|cool|great|perfect|yes|yep|yeah|quick|quickly)",
    "(i'm|im|i am|i|we're)? (gonna|gonnae|going to|about to|gotta)",
    "(hey|hi|hello|ok|okay|yo|dear|right) (there|bot|clankerbot|clanker|team|mate|pal|folks|all|then)",
    "(there|bot|clankerbot|clanker)",
    "good (morning|afternoon|evening|day) (team|all|everyone|everybody|bot|clankerbot)?",
    f"{_CAN} (you|u|ya|ye|yous) (please|pls|kindly|just|also|maybe|possibly|perhaps|quickly)?",
    f"{_CAN} (you|u|ya|ye|yous) be {_KIND} (as to|enough to|and)",
    f"be {_KIND} (as to|enough to|and)",
    "be a (dear|pal|love|star|legend|mate|angel|sweetheart|darling) (and|,)",
    f"(i|we)? (would|should|'d|i'd|we'd) be (very|most|really|so|ever so)? (grateful|obliged|thankful|glad|happy) "
    f"if you {_CAN} (please|kindly|just)?",
    f"(i|we)? (would|should|i'd|we'd) (really|very much|greatly)? appreciate (it)? if you {_CAN} (please|kindly|just)?",
    "(much|greatly) (obliged|appreciated) if you (can|could|would)?",
    f"if you {_CAN} (please|kindly|just|possibly)?",
    "if (it's|it is|its|that's|that is) (not)? (too|a)? (much)? (trouble|bother|possible|ok|okay|alright|fine)",
    "if you (don't|wouldn't|do not|would not) mind",
    "if (possible|poss)",
    f"(when|whenever|once|as soon as) (you|ye|u) (get|have|got|find) (a|the)? {_A_MOMENT[:-1]}|time)",
    "(when|whenever) (you're|you are|ur) (free|ready|able)",
    "(might|may|can|could) i (trouble|bother|ask) you to",
    "(i|we)? (must|have to|would|want to|am going to)? (ask|request|requesting|asking|beg) (that)? you (to)? "
    "(please|kindly)?",
    "(i'm|im|i am)? (wondering|hoping) (if)? you (can|could|would|might|'d)",
    "i was (wondering|hoping) (if)? you (can|could|would|might)",
    "i wonder if you (can|could|would|might)",
    "(do|d'you|d'ya) you? think you (can|could|might)",
    "(any|is there any) chance (that)? (you|u|ye|i|we) (can|could|might)?",
    "(is|would) it (be)? (possible|ok|okay|alright|fine) (for you|if you|if i)? (to)?",
    "(please|kindly)? (arrange|proceed|see|make sure|be sure) to",
    "(please|kindly)? do the (needful|necessary) (and|by|to)?",
    "(would|do) you mind",
    "(please|pls|kindly) to",
    "(can|could|may|shall|might) (i|we) (please|just|also)?",
    "(it)? (would|will) be (great|nice|good|awesome|cool|lovely|helpful|brilliant) if you (can|could|would)? (please)?",
    "(no|nope) wait",
    "(no|nope|nah|oh no) (,|no)",
    "(my bad|my mistake|my apologies|apologies|silly me|silly mistake) (,|.|:|;)?",
    "(quick|last|final|small|tiny|wee) (one|thing|request|ask|favour|favor) (,|.|:|-)?",
    "one (more|last|other) thing (,|.|:|-)?",
    "before i forget",
    "(no|not) (rush|hurry|urgent) (but|,)?",
    "by the way",
    "(cancel|scratch) (that|it) ,",
    "(never mind|nevermind|nvm)",
    "i? (would|should|want|need|wanted|wish|have|got) (like|love)? to (please|just|also)?",
    "(i'd|i) (like|love|want|need) (you)? to (please|just|also)?",
    "(let's|lets|let me|lemme|let us|go ahead and|be so kind and|help me|remember to|i have to|i must)",
    "(do|did) (me|us) a (favor|favour|solid|kindness) (and|,|:)?",
)

TRAILING_POLITE = (
    "(please|pls|plz|kindly|thanks|thx|ty|cheers|danke|mate|pal|bot|clankerbot|ta|appreciated|actually|sorry|oops)",
    "thank you (very much|so much|kindly)?",
    "(many|much) (thanks|appreciated|obliged)",
    "(thanks|thx|cheers|ta) (a lot|so much|very much|in advance|again|mate|bot|pal|a million|a bunch|much)",
    "(if|when) you (can|could|please|have time|would|will|don't mind|wouldn't mind)",
    f"(when|whenever) (you|ye|u) (get|have) a? {_A_MOMENT}",
    "(when|whenever) (you're|you are) (free|ready)",
    f"if (you'd|you would|you could) be {_KIND}",
    "if (possible|poss)",
    "if (that's|it's|thats|that is|it is) (ok|okay|alright|possible|no bother|no trouble|fine)",
    "for me",
    "(too|as well|also)",
    "(will|would|could|can) (you|ye|ya|u)",
    "(that)? (would|will|'d) be (great|lovely|nice|good|awesome|grand|perfect|appreciated)",
    "(asap|at your convenience|at the earliest|right away|straight away|as soon as possible)",
    ", (boss|buddy|bud|dude|man|lad|lads|sir|love|folks|friend|bro)",
    "ok",
)

TAKING_BACK = (
    "(never mind|nevermind|nvm)",
    "(scratch|disregard|ignore|forget|cancel) (that|this|it|me|what i said|my last message)",
)

COMMON_WORDS = words(
    "good look book lunch sold told want went like love know hope soon some most more been seen well will still "
    "look loop long blog slog flog clog jogging stuff state store story smart party sport short short paris "
    "ours hors wee eek ever very blast lasts moth tweek loge lodge ads dad mad sad bad had "
    "his tim man tie tied ties sow protect protects resort deport repost retort entrees summery times timed "
    "there their these those thing think today night light right great would could should hello thanks morning"
)

QUESTION_WORDS = words(
    "what who why when where how which whose is are am was were do does did can could will would should has have"
)

DOUBT_WORDS = words(
    "if not don't didn't won't can't cannot wasn't isn't will i'll we'll should shall might could would gonna "
    "going until till need needs wait waiting waited remaining left takes take took ago than saved saves saving wish "
    "imagine never approved aside hold remain remains most"
)

TALK_WORDS = words(
    "i i'm i've i'd we we're we've he he's she she's they they're you you're it it's me him her them us is are am "
    "later moved pushed rescheduled postponed cancelled canceled leaves arrives arrive shows ran runs brb afk bbl eta "
    "because wow omg lol ouch damn wants asks costs lasts expires closes opens eats happens gets says said "
    "tell tells ask asked "
    "expects expected sounds works feels felt got lasted ate eats swallowed stole cost vs versus free give gave pays "
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
