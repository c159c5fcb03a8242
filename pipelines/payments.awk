# Two weeks of payments of 50 accounts, one a minute, and what became of them: of nine in ten a verdict is known, 6 to 45
# hours later. A stolen card pays larger sums, mostly abroad, five times; an honest one is abroad now and then, too.
#
#   awk -f pipelines/payments.awk -v out=payments.csv -v verdicts=verdicts.csv

BEGIN {
  srand(7)
  print "id,account,at,amount,abroad,minutes" > out
  print "id,verdict,decided" > verdicts
  sorted = "sort -t, -k3n >> " verdicts
  close(verdicts)
  for (n = 1; n <= 20000; n++) {
    at = 1767225600 + 60 * n
    account = int(50 * rand())
    minutes = account in last ? (at - last[account]) / 60 : 1000
    last[account] = at
    if (stolen[account] > 0) {
      stolen[account]--; fraud = 1; abroad = rand() < 0.8; amount = 80 + 40 * rand()
    } else {
      fraud = 0; abroad = rand() < 0.1; amount = 20 + account + 30 * rand()
      if (rand() < 0.02) stolen[account] = 5
    }
    printf "p%d,account-%d,%d,%.2f,%d,%d\n", n, account, at, amount, abroad, minutes > out
    if (rand() < 0.9) printf "p%d,%s,%d\n", n, fraud ? "stolen" : "ok", at + 3600 * (6 + int(40 * rand())) | sorted
  }
  close(sorted)
}
