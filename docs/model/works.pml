/*
 * What an instance does: it mends the lane, follows events, and deploys an order for a request or the sweep. Between two steps of a
 * process anything may happen. A process that ends, fails or dies forgets all but the journal.
 */
byte lockHolder[PURPOSES]; /* 1 + the process that holds an order's deploy lock; 0 while nobody does */
byte crashed;              /* 1 + the process that is to die */
byte busy;                 /* how many processes are at work */
bit atWork[PROCESSES];
bit isBeyondBounds;        /* more nonces were needed than there are here: nothing is said of what follows */

/* Which of two like processes begins makes no difference, so it is the first that is free; and the orders are alike too, so the first to be delivered is order 1. */
#define isNextOfKind(me, firstOfKind) (me == firstOfKind || atWork[me - 1])
bit isFirstTaken;
byte deploys = ATTEMPTS;
byte mends = PASSES;
SCRATCH byte kind;

inline begin(process) { atWork[process] = 1; busy++ }
inline end(process) { atWork[process] = 0; busy-- }

/* Which transaction of the journal used a nonce, by one node's receipts; FOREIGN where it has none of them. */
inline findReceipt(view, nonce, purpose, block) {
  purpose = FOREIGN;
  block = 0;
  if
  :: nonce < count[view] && usedBy(view, nonce) != FOREIGN && isInJournal(nonce, usedBy(view, nonce)) ->
     purpose = usedBy(view, nonce);
     block = blockOf(view, nonce)
  :: else
  fi
}

/* A receipt says whether it succeeded: whether it was the delivery that made the token, or nothing that could fail. */
#define succeeded(view, nonce, purpose) ((purpose) == NOTHING || madeBy(view, purpose) == (nonce) + 1)

/* followEvents, for one order: takes back a delivery that is not where it was recorded, by one node's log and another's receipt. */
#define isThere(view, order) \
  (isMined(view, deployNonce[order], order) && blockOf(view, deployNonce[order]) == deployBlock[order])
inline follow(order, headView, logView, receiptView) {
  if
  :: isDeployed[order] && deployBlock[order] <= head[headView] && !isThere(logView, order) && !isThere(receiptView, order) ->
     recordWithdrawn(order)
  :: else
  fi
}
