/** Words that say nothing about the subject, in English, German, French and Spanish. */
export const STOP_WORDS = new Set(
  `a about above actually after again against all almost already also although always am an and another any anybody
anyone anything are aren't around as ask at away back be became because become been before being below best better
between both but by came can can't cannot come could couldn't did didn't do does doesn't doing don't done down during
each either else enough even ever every everyone everything few find first for from further gave get gets getting give
given gives go goes going gone good got had hadn't has hasn't have haven't having he hello help her here hers herself hey
hi him himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself just keep kind know knows last
least less let let's like likely little look looks lot made make makes making many may maybe me mean might mine more
most much must my myself need needs never new next no nobody none nor not nothing now of off often oh ok okay on once
one only onto or other others our ours out over own per perhaps please put quite rather really right said same say says
see seem seems seen several shall she should shouldn't show since so some somebody someone something sometimes soon
still such sure take takes tell than thank thanks that that's the their theirs them then there there's these they
they're thing things think this those though thought through thus time to together told too took tried try trying two
under until up upon us use used uses using usually very via want wants was wasn't way we we're well went were weren't
what what's whatever when where whether which while who whole whom whose why will with within without won't work works
would wouldn't write additionally imagine suppose pretend embrace picture consider explain describe act assume following
question questions answer answers ask asked embody provide include name name's yes yet you you'd you'll you're you've your yours yourself quack duck
aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des die dies diese doch
du durch ein eine einem einen einer er es für habe haben hast hat hier ich ihr im in ist ja jetzt kann kein keine mal
man mein mich mir mit nach nicht noch nur ob oder schon sein sich sie sind so und uns unter vom von vor war warum was
weil wenn wer werden wie wieder wir wird wo zu zum zur
au aux avec ce ces cette comment dans de des du elle en est et il je la le les leur mais mon ne nous on ou par pas plus
pour que qui sa se ses son sur tu un une vous
con como del el ella en es esta este la las lo los más mi muy para pero por que qué se si sin su sus un una y yo
为什么 这么 怎么 什么 如何 这个 那个 我们 你们 他们 可以 没有 因为 所以`.split(/\s+/),
)
