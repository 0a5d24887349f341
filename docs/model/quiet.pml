/*
 * What is asked of the model. "Every paid order ends if the world is quiet long enough" needs no fairness and no
 * temporal logic here: from every state that can be reached, the processes that are at work can end; then the works
 * are done in turn, with blocks in between, until nothing changes any more. What has not ended then never does.
 */
#define ROUNDS 8


SCRATCH byte round;
SCRATCH byte quietNonce;
SCRATCH byte quietPurpose;
SCRATCH byte quietBlock;
SCRATCH byte quietBit;
SCRATCH byte quietOrder;

/* Of rivals for a nonce always the same one comes first, and both ways are tried. */
inline mineAll(prefersLater) {
  head[TRUE_VIEW]++;
  do
  :: count[TRUE_VIEW] < NONCES && prefersLater && inMempool(count[TRUE_VIEW], 2) -> mine(2)
  :: count[TRUE_VIEW] < NONCES && !prefersLater && inMempool(count[TRUE_VIEW], 0) -> mine(0)
  :: else ->
     if
     :: count[TRUE_VIEW] < NONCES && inMempool(count[TRUE_VIEW], 1) -> mine(1)
     :: else ->
        if
        :: count[TRUE_VIEW] < NONCES && inMempool(count[TRUE_VIEW], 0) -> mine(0)
        :: count[TRUE_VIEW] < NONCES && inMempool(count[TRUE_VIEW], 2) -> mine(2)
        :: else -> break
        fi
     fi
  od
}

inline mendAll() {
  quietNonce = 0;
  do
  :: quietNonce < NONCES ->
     nextToSettle(quietNonce, count[TRUE_VIEW]);
     if
     :: quietNonce < NONCES ->
        findReceipt(TRUE_VIEW, quietNonce, quietPurpose, quietBlock);
        if
        :: quietPurpose != FOREIGN ->
           quietBit = succeeded(TRUE_VIEW, quietNonce, quietPurpose);
           recordReceipt(quietNonce, quietPurpose, quietBit, quietBlock)
        :: quietPurpose == FOREIGN && isUnsettled(quietNonce, count[TRUE_VIEW]) -> abandon(quietNonce)
        :: else
        fi;
        quietNonce++
     :: else
     fi
  :: else -> break
  od;
  reopenRemoved(count[TRUE_VIEW], head[TRUE_VIEW]);
  fillGaps(count[TRUE_VIEW], head[TRUE_VIEW]);
  pushAll()
}

inline deliver(order) {
  if
  :: isDeployed[order]
  :: !isDeployed[order] && madeBy(TRUE_VIEW, order) > 0 ->
     quietNonce = madeBy(TRUE_VIEW, order) - 1;
     if
     :: isConfirmed(TRUE_VIEW, quietNonce) ->
        recordReceipt(quietNonce, order, 1, blockOf(TRUE_VIEW, quietNonce));
        recordDeployed(order, quietNonce, blockOf(TRUE_VIEW, quietNonce))
     :: else
     fi
  :: else ->
     findOpenDelivery(order, quietNonce);
     if
     :: quietNonce == NONCES ->
        chooseNonce(quietNonce, count[TRUE_VIEW], head[TRUE_VIEW]);
        if
        :: quietNonce == NONCES -> isBeyondBounds = 1
        :: else -> insertOpen(quietNonce, order, quietBit)
        fi
     :: else
     fi
  fi
}

inline liveQuietly(prefersLater) {
  round = 0;
  do
  :: round < ROUNDS ->
     follow(1, TRUE_VIEW, TRUE_VIEW, TRUE_VIEW);
     follow(2, TRUE_VIEW, TRUE_VIEW, TRUE_VIEW);
     mendAll();
     deliver(1);
     deliver(2);
     pushAll();
     mineAll(prefersLater);
     round++
  :: else -> break
  od;
  findLastOpen(last)
}

/* Something waits for ever: at a nonce that was left out, or behind one. */
#define isOpenStill (last > 0)
#define haveEnded (isDeployed[1] && isDeployed[2] && madeBy(TRUE_VIEW, 1) > 0 && madeBy(TRUE_VIEW, 2) > 0)

proctype Quiet() {
  byte prefersLater;
  atomic {
    busy == 0;
    isQuiet = 1;
    if
    :: prefersLater = 0
    :: prefersLater = 1
    fi;
    d_step { printf("world: is quiet from here on\n"); catchUp(); liveQuietly(prefersLater) }
#if CHECKS_NONCES
    assert(isBeyondBounds || !isOpenStill);
#endif
#if CHECKS_CAPTURES
    assert(!captureTwice);
#endif
#if CHECKS_ORDERS
    assert(isBeyondBounds || haveEnded);
#endif
#if RULE == PRESENT
    assert(!isBeyondBounds);
#endif
  }
}
