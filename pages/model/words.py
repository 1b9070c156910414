"""What the Model page says in prose: what the model is in short, and what it cannot tell."""

from __future__ import annotations

IN_SHORT = (
    (
        "What it is for",
        "To explore, and to teach, what an alliance can put in its magazines, by when, and which firm, part, rule or promise is in the "
        "way. It answers <q>what tends to follow, and through which channel, if …</q> for changes of rules under an assumed course of "
        "events. It is never a forecast.",
    ),
    (
        "Who decides",
        "<b>Nations</b> buy, promise, and decide whom to serve. <b>Firms</b> are production lines: one maker and the one product it "
        "makes in one nation. Each has three decisions a month: what to <b>invest</b>, what to <b>commit</b> to, and whom to "
        "<b>supply</b>. All of a kind follow the same rule; what differs is their place: money, stock, danger, suppliers.",
    ),
    (
        "What moves",
        "Goods flow from materials through components to systems, and into national magazines, over links that have prices, licences "
        "and days at sea. A line makes no more than its plant, its crews, its orders and its scarcest part allow; which of them bound "
        "it is on record for every month.",
    ),
    (
        "A month",
        "Events, then rules, then the choice of suppliers; nations decide, lines decide, and goods flow in four steps of about a week. "
        "Everybody acts on what stood at the month's opening, so that the order of agents changes nothing.",
    ),
    (
        "What is luck",
        "Use in war, stoppages, building times, and exits are drawn at random. The same seed gives the same luck under all rules, so "
        "a difference between two mixes is due to the rules. Bands over seeds are luck only, not how wrong the model may be.",
    ),
)

RULES_NOT_PORTRAITS = (
    "Agents here are rules that a reader can check, not caricatures of governments. No nation has a character: one that looks "
    "selfish on a page is short of stock or in danger, and another in its place would do the same. Disruption acts on a nation and a "
    "product, never on a named plant."
)

CANNOT_TELL = (
    "When or whether a war comes, how it goes, or what any government would do: these are assumptions of a scenario.",
    "Anything about named plants; anything that is not public; quality, losses of platforms, repair of battle damage.",
    "Prices and inflation: money buys at today's prices however scarce a part becomes.",
    "Labour as a market: crews are hired per line and do not move between firms.",
    "How wrong it is: bands over seeds are luck only. Four in ten of the figures are estimates.",
)
"""As in section 12 of docs/odd.md, which a test holds to this."""

MORE = (
    "The whole protocol, with every equation and its basis, is <code>docs/odd.md</code>; the record and its sources are "
    "<code>docs/data.md</code> (<code>surge data</code> prints it), how parameters were fitted is <code>docs/calibration.md</code>, and "
    "what was learned from history is <code>docs/validation.md</code>."
)
