// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkout} from "../Checkout.sol";
import {Actor} from "./Actor.t.sol";
import {CheckoutFixture} from "./CheckoutFixture.t.sol";
import {createCheckout} from "./Release.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards the way money goes back to who paid it.
contract RefundTest is CheckoutFixture {
    Order private order;

    function setUp() public override {
        super.setUp();
        order = _widget(1);
    }

    function testFuzz_ThePayerGetsEverythingBackOnceTheDelayIsOver(uint256 amount, uint32 late) public {
        amount = _bound(amount, 1, 1000 ether);
        uint256 before = buyer.balance;
        _pay(buyer, order.token, amount);
        vm.warp(NOW + DELAY + late);

        vm.expectEmit(address(checkout));
        emit Checkout.Refunded(order.token, buyer, amount);
        _refund(buyer, order.token);

        vm.assertEq(buyer.balance, before, "buyer");
        vm.assertEq(_open(order.token, buyer), 0, "open");
        vm.assertEq(address(checkout).balance, 0, "checkout");
    }

    function test_NoRefundOneSecondBeforeTheDelayIsOver() public {
        _pay(buyer, order.token, PRICE);
        vm.warp(NOW + DELAY - 1);

        _expectNotRefundable(order.token, buyer, NOW + DELAY);
        _refund(buyer, order.token);

        vm.warp(NOW + DELAY);
        _refund(buyer, order.token);
        vm.assertEq(_open(order.token, buyer), 0, "open");
    }

    function test_WithoutADelayARefundIsPossibleAtOnce() public {
        checkout = createCheckout(treasury, 0);
        _pay(buyer, order.token, PRICE);

        _refund(buyer, order.token);

        vm.assertEq(buyer.balance, 1000 ether, "buyer");
    }

    function test_WhoeverPaidNothingGetsNothing() public {
        _pay(buyer, order.token, PRICE);
        vm.warp(NOW + DELAY);

        _expectNotRefundable(order.token, stranger, 0);
        _refund(stranger, order.token);

        vm.assertEq(_open(order.token, buyer), PRICE, "open");
    }

    function test_NobodyIsRefundedTwice() public {
        _pay(buyer, order.token, PRICE);
        _pay(stranger, order.token, PRICE);
        vm.warp(NOW + DELAY);
        _refund(buyer, order.token);

        _expectNotRefundable(order.token, buyer, 0);
        _refund(buyer, order.token);
    }

    function test_APaymentThatWasTakenIsNotRefunded() public {
        _pay(buyer, order.token, PRICE);
        _deliver(order, buyer, PRICE);
        vm.warp(NOW + DELAY);

        _expectNotRefundable(order.token, buyer, 0);
        _refund(buyer, order.token);

        vm.assertEq(address(checkout).balance, PRICE, "balance");
    }

    function test_WhoeverPaidFromTheWrongWalletGetsItBackAfterTheDelivery() public {
        address wrongWallet = stranger;
        _pay(wrongWallet, order.token, PRICE);
        _pay(buyer, order.token, PRICE);
        _deliver(order, buyer, PRICE);
        vm.warp(NOW + DELAY);

        _refund(wrongWallet, order.token);

        vm.assertEq(wrongWallet.balance, 1000 ether, "wrong wallet");
        vm.assertEq(address(checkout).balance, checkout.earned(), "balance");
    }

    function test_AfterARefundTheBuyerCanPayAgainAndWaitsAgain() public {
        _pay(buyer, order.token, PRICE);
        vm.warp(NOW + DELAY);
        _refund(buyer, order.token);

        _pay(buyer, order.token, PRICE);

        _expectNotRefundable(order.token, buyer, NOW + 2 * DELAY);
        _refund(buyer, order.token);
        _deliver(order, buyer, PRICE);
    }

    function test_APayerThatRejectsEtherLosesNothing() public {
        Actor actor = _fundedActor();
        _pay(address(actor), order.token, PRICE);
        vm.warp(NOW + DELAY);
        actor.rejectEther(true);

        vm.expectRevert(abi.encodeWithSelector(Actor.NoEtherPlease.selector));
        _refund(address(actor), order.token);
        vm.assertEq(_open(order.token, address(actor)), PRICE, "open");

        actor.rejectEther(false);
        _refund(address(actor), order.token);
        vm.assertEq(address(actor).balance, 1000 ether, "actor");
    }
}
