/* mendLane: makes the journal and the chain agree, a step at a time. */
/* What mendLane sees to next: an open transaction below the count, or one that was given up for lost. */
#define isUnsettled(nonce, counted) ((nonce) < counted && hasOpen(nonce))
#define hasAbandoned(nonce) \
  (outcomeOf(nonce, 0) == ABANDONED || outcomeOf(nonce, 1) == ABANDONED || outcomeOf(nonce, 2) == ABANDONED)
inline nextToSettle(nonce, counted) {
  do
  :: nonce < NONCES && !isUnsettled(nonce, counted) && !hasAbandoned(nonce) -> nonce++
  :: else -> break
  od
}

/* closeTransaction: what is open at a nonce was not mined with it, as far as anybody can tell. */
inline abandon(nonce) {
  row = 0;
  do
  :: row < PURPOSES ->
     if
     :: outcomeOf(nonce, row) == OPEN -> printf("journal: nonce %d purpose %d is given up\n", nonce, row); outcomeOf(nonce, row) = ABANDONED
     :: else
     fi;
     row++
  :: else -> break
  od
}

/* push, for all that is open: sent again, or replaced by nothing where its order needs no delivery any more. */
inline pushAll() {
  slot = 0;
  do
  :: slot < NONCES ->
     kind = 0;
     do
     :: kind < PURPOSES ->
        if
        :: outcomeOf(slot, kind) == OPEN && !inMempool(slot, kind) ->
           if
           :: kind != NOTHING && isDeployed[kind] ->
              printf("journal: nonce %d purpose %d is replaced by nothing\n", slot, kind);
              outcomeOf(slot, kind) = REPLACED;
              outcomeOf(slot, NOTHING) = OPEN;
              recordedBlock(slot, NOTHING) = 0;
              send(slot, NOTHING)
           :: else -> send(slot, kind)
           fi
        :: else
        fi;
        kind++
     :: else -> break
     od;
     slot++
  :: else -> break
  od
}

proctype Mend(byte me) {
  byte nonce, counted, block; /* what the pass has read */
  byte purpose, minedBlock;   /* the receipt that was found */
  bit isSuccess;
  byte view;
again:
  {
    atomic {
      !isQuiet && (count[TRUE_VIEW] > 0 || isSigned(0)) && isNextOfKind(me, DEPLOYS) && mends > 0;
      mends--;
      begin(me);
      askNode(view);
      counted = count[view];
      block = head[view];
      printf("mend %d: reads count %d, block %d\n", me, counted, block);
      view = 0
    }
    do
    :: atomic {
         nextToSettle(nonce, counted);
         if
         :: nonce == NONCES -> break
         :: else
         fi;
         askNode(view);
         findReceipt(view, nonce, purpose, minedBlock);
         if
         :: purpose != FOREIGN -> isSuccess = succeeded(view, nonce, purpose)
         :: else
         fi;
         /* settleNonce asks for the count again, before it asks for receipts. */
         askNode(view);
         if
         :: isUnsettled(nonce, counted) && nonce >= count[view] -> purpose = FOREIGN; minedBlock = NOT_USED
         :: else
         fi;
         view = 0
       }
       d_step {
         if
         :: purpose != FOREIGN -> recordReceipt(nonce, purpose, isSuccess, minedBlock)
         :: purpose == FOREIGN && minedBlock != NOT_USED && isUnsettled(nonce, counted) -> abandon(nonce)
         :: else
         fi;
         purpose = 0; minedBlock = 0; isSuccess = 0; nonce++
       }
    od;
    nonce = 0;
#if RULE == FORMER
    atomic { askNode(view); block = head[view]; view = 0 }
#endif
    d_step { reopenRemoved(counted, block) }
    d_step { fillGaps(counted, block) }
    d_step { printf("mend %d: sends what is open\n", me); pushAll(); counted = 0; block = 0; end(me) }
    goto again
  } unless {
    d_step {
      crashed == me + 1; printf("world: process %d dies\n", me);
      crashed = 0; nonce = 0; counted = 0; block = 0; purpose = 0; minedBlock = 0; isSuccess = 0; view = 0;
      end(me)
    }
    goto again
  }
}
