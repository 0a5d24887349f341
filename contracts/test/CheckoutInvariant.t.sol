// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkout} from "../Checkout.sol";
import {CheckoutHandler} from "./CheckoutHandler.t.sol";
import {CheckoutModel, Party} from "./CheckoutModel.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards the books in every order of calls, reentrant ones included.
contract CheckoutInvariantTest {
    CheckoutHandler private handler;
    CheckoutModel private model;
    Checkout private checkout;

    function setUp() public {
        handler = new CheckoutHandler();
        model = handler.model();
        checkout = handler.checkout();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// A sequence that a fuzzer draws may leave something out by chance; one that is always the same may not.
    function test_TheHandlerReachesEverything() public {
        for (uint256 draw = 0; draw < 500; ++draw) {
            _drawnCall(uint256(keccak256(abi.encode(draw))));
        }
        vm.assertTrue(model.payments() > 0, "no payment was made");
        vm.assertTrue(model.deliveries() > 0, "no token was delivered");
        vm.assertTrue(model.refunds() > 0, "no payment was refunded");
        vm.assertTrue(model.withdrawals() > 0, "nothing was withdrawn");
        vm.assertTrue(model.reentrantCalls() > 0, "no hostile code got control");
    }

    function invariant_TheBalanceIsWhatWasEarnedPlusWhatIsOpen() public view {
        vm.assertEq(address(checkout).balance, checkout.earned() + _sumOpen(), "balance");
    }

    function invariant_EveryWeiPaidIsEarnedOpenOrBackWhereItBelongs() public view {
        vm.assertEq(model.paidIn(), checkout.earned() + _sumOpen() + model.paidOut(), "paid");
        vm.assertEq(checkout.earned(), model.earned(), "earned");
        Party[] memory parties = handler.parties();
        for (uint256 i = 0; i < parties.length; ++i) {
            address party = address(parties[i]);
            vm.assertEq(party.balance, handler.FUNDS() - model.spent(party) + model.received(party), "party");
        }
    }

    function invariant_AtMostOnePaymentIsTakenForATokenAndForNoLessThanItsPrice() public view {
        vm.assertEq(model.deliveriesThatBrokeARule(), 0, "deliveries that broke a rule");
        address[] memory tokens = handler.tokens();
        for (uint256 i = 0; i < tokens.length; ++i) {
            vm.assertEq(checkout.buyer(tokens[i]), model.buyer(tokens[i]), "buyer");
        }
    }

    /// Runs at the end of each sequence of calls: that somebody paid in it, and that everybody gets out what is theirs.
    function afterInvariant() public {
        vm.assertTrue(model.payments() > 0, "no payment was made");

        // A scheme that goes off in a refund can bring in new money, so it may take more than one round.
        for (uint256 round = 0; round < 10 && address(checkout).balance > 0; ++round) {
            handler.passTime(2);
            _settle();
        }
        vm.assertEq(address(checkout).balance, 0, "money is stuck");
    }

    function _drawnCall(uint256 draw) private {
        uint256 party = draw >> 8;
        uint256 order = draw >> 16;
        uint256 payer = draw >> 24;
        uint96 amount = uint96(draw >> 32);
        uint256 kind = draw % 9;
        if (kind == 0) handler.pay(party, order, amount);
        if (kind == 1) handler.payForWhatDoesNotExist(party, order, amount);
        if (kind == 2) handler.deliver(party, order, payer, amount);
        if (kind == 3) handler.deliverForTheExactPayment(party, order, payer);
        if (kind == 4) handler.refund(party, order);
        if (kind == 5) handler.refundWhenDue(party, order);
        if (kind == 6) handler.withdraw(party);
        if (kind == 7) handler.passTime(amount);
        if (kind == 8) handler.scheme(party, draw >> 128, order, payer, amount);
    }

    function _settle() private {
        address[] memory tokens = handler.tokens();
        Party[] memory parties = handler.parties();
        for (uint256 i = 0; i < tokens.length; ++i) {
            for (uint256 j = 0; j < parties.length; ++j) {
                // Fails for what is not open, or was paid in the middle of this.
                try parties[j].refund(tokens[i]) {} catch {}
            }
        }
        parties[0].withdraw();
    }

    function _sumOpen() private view returns (uint256 sum) {
        address[] memory tokens = handler.tokens();
        Party[] memory parties = handler.parties();
        for (uint256 i = 0; i < tokens.length; ++i) {
            for (uint256 j = 0; j < parties.length; ++j) {
                address party = address(parties[j]);
                (uint256 amount,) = checkout.payment(tokens[i], party);
                vm.assertEq(amount, model.open(tokens[i], party), "open payment");
                sum += amount;
            }
        }
    }
}
