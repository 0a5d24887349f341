/* deploy, by a request or by the sweep's deliverOrders. */
/* broadcast: sends what is open up to a nonce. A node refuses the bytes of a nonce that others used. */
inline broadcast(upTo, counted, isRefused) {
  isRefused = 0;
  slot = counted;
  do
  :: slot < NONCES && slot <= upTo && !isRefused ->
     kind = 0;
     do
     :: kind < PURPOSES ->
        if
        :: outcomeOf(slot, kind) == OPEN ->
           send(slot, kind);
           isRefused = isRefused || (slot < count[TRUE_VIEW] && usedBy(TRUE_VIEW, slot) != kind)
        :: else
        fi;
        kind++
     :: else -> break
     od;
     slot++
  :: else -> break
  od
}

/* However a deploy ends, its lock is free and the process knows nothing any more. */
inline endDeploy() {
  if
  :: lockHolder[order] == me + 1 -> lockHolder[order] = 0
  :: else
  fi;
  order = 0; nonce = 0; counted = 0; block = 0; purpose = 0; minedBlock = 0; isTrue = 0; view = 0;
  end(me)
}

proctype Deploy(byte me) {
  byte order, nonce;          /* what is delivered, and with which nonce */
  byte counted, block;        /* what a node said before signing */
  byte purpose, minedBlock;   /* the receipt that was found */
  bit isTrue;
  byte view;
again:
  {
    /* lookAt: only one that is paid takes the lock. What is delivered is recorded without it. */
    atomic {
      !isQuiet && (!isDeployed[1] || !isDeployed[2]) && isNextOfKind(me, 0) && deploys > 0;
      if
      :: !isDeployed[1] -> order = 1
      :: !isDeployed[2] && (isFirstTaken) -> order = 2
      fi;
      isFirstTaken = 1;
      deploys--;
      begin(me);
      askNode(view);
      if
      :: madeBy(view, order) > 0 && isConfirmed(view, madeBy(view, order) - 1) ->
         nonce = madeBy(view, order) - 1;
         minedBlock = blockOf(view, nonce);
         view = 0;
         goto delivered
      :: madeBy(view, order) == 0 && lockHolder[order] == 0 -> lockHolder[order] = me + 1; printf("deploy %d: locks order %d\n", me, order); view = 0
      :: else -> endDeploy(); goto again
      fi
    }
    /* signDelivery: the open one, unless its nonce was used. */
    atomic {
      findOpenDelivery(order, nonce);
      if
      :: nonce == NONCES -> nonce = 0; goto signing
      :: else
      fi;
      askNode(view);
      if
      :: nonce >= count[view] -> view = 0; goto sending
      :: else
      fi;
      askNode(view);
      findReceipt(view, nonce, purpose, minedBlock);
      if
      :: purpose != FOREIGN -> isTrue = succeeded(view, nonce, purpose)
      :: else
      fi;
      view = 0
    }
    d_step {
      if
      :: purpose != FOREIGN -> recordReceipt(nonce, purpose, isTrue, minedBlock)
      :: purpose == FOREIGN && outcomeOf(nonce, order) == OPEN -> printf("journal: nonce %d purpose %d is given up\n", nonce, order); outcomeOf(nonce, order) = ABANDONED
      :: else
      fi;
      purpose = 0; minedBlock = 0; isTrue = 0; nonce = 0
    }
signing:
    atomic {
      askNode(view);
      if
      :: madeBy(view, order) > 0 -> endDeploy(); goto again /* the estimate reverts */
      :: else
      fi;
      askNode(view);
      counted = count[view];
      block = head[view];
      printf("deploy %d: no delivery of %d open; reads count %d, block %d\n", me, order, counted, block);
      view = 0
    }
    /* signNext. Whoever finds that the order has an open delivery by now takes its bytes. */
    atomic {
      d_step {
        findOpenDelivery(order, nonce);
        isTrue = 1;
        if
        :: nonce == NONCES ->
           chooseNonce(nonce, counted, block);
           if
           :: isDeployed[order] -> isTrue = 0
           :: !isDeployed[order] && nonce == NONCES -> isBeyondBounds = 1; isTrue = 0
           :: else -> insertOpen(nonce, order, isTrue)
           fi
        :: else
        fi;
        counted = 0; block = 0
      }
      if
      :: !isTrue -> endDeploy(); goto again
      :: else -> isTrue = 0
      fi
    }
sending:
    atomic {
      askNode(view);
      d_step { printf("deploy %d: sends up to nonce %d\n", me, nonce); broadcast(nonce, count[view], isTrue); view = 0 }
      if
      :: isTrue -> endDeploy(); goto again
      :: else
      fi
    }
    /* conclude: waits for whatever uses the nonce, or until the deadline. */
    atomic {
      if
      :: endDeploy(); goto again
      :: count[TRUE_VIEW] > nonce || (lagging && count[STALE_VIEW] > nonce) ->
         askNode(view);
         findReceipt(view, nonce, purpose, minedBlock);
         if
         :: purpose != FOREIGN && isConfirmed(view, nonce) -> isTrue = succeeded(view, nonce, purpose); view = 0
         :: else -> endDeploy(); goto again
         fi
      fi
    }
    d_step {
      if
      :: purpose == order && isTrue && lockHolder[order] == me + 1 ->
         recordReceipt(nonce, order, 1, minedBlock);
         recordDeployed(order, nonce, minedBlock)
      :: !isTrue -> recordReceipt(nonce, purpose, 0, minedBlock)
      :: else /* the lock's transaction is gone, and with it what was written; or another's transaction made no token */
      fi;
      endDeploy()
    }
    goto again;
delivered:
    atomic {
      recordReceipt(nonce, order, 1, minedBlock);
      recordDeployed(order, nonce, minedBlock);
      endDeploy()
    }
    goto again
  } unless {
    d_step { crashed == me + 1; printf("world: process %d dies\n", me); crashed = 0; endDeploy() }
    goto again
  }
}
