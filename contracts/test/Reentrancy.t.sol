// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";

import {Checkout} from "../Checkout.sol";
import {Actor} from "./Actor.t.sol";
import {CheckoutFixture} from "./CheckoutFixture.t.sol";
import {vm} from "./Vm.t.sol";

contract PaysForItself {
    constructor(Checkout checkout) {
        checkout.pay{value: address(this).balance}(address(this));
    }
}

/// Guards the books against code that gets control in the middle of a call: a constructor, a payer, a treasury.
contract ReentrancyTest is CheckoutFixture {
    Actor private actor;
    Order private hostile;

    function setUp() public override {
        super.setUp();
        actor = _fundedActor();
        hostile = _hostile(actor);
    }

    function test_APaymentMadeByTheConstructorIsTaken() public {
        actor.plan(address(checkout), PRICE, abi.encodeWithSignature("pay(address)", hostile.token));

        _deliver(hostile, address(actor), PRICE);

        vm.assertTrue(actor.succeeded(0), "the payment failed");
        _assertBooks(PRICE, 0);
        vm.assertEq(checkout.buyer(hostile.token), address(actor), "buyer");
    }

    function test_ATokenCanPayForItself() public {
        Order memory order = _order(abi.encodePacked(type(PaysForItself).creationCode, abi.encode(checkout)));
        vm.deal(order.token, PRICE);

        _deliver(order, order.token, PRICE);

        _assertBooks(PRICE, 0);
    }

    function test_AConstructorThatRefundsThePaymentGetsNoToken() public {
        _pay(address(actor), hostile.token, PRICE);
        vm.warp(NOW + DELAY);
        actor.plan(address(checkout), 0, abi.encodeCall(Checkout.refund, (hostile.token)));

        _expectUnpaid(hostile.token, address(actor), 0, PRICE);
        _deliver(hostile, address(actor), PRICE);

        vm.assertEq(hostile.token.code.length, 0, "code");
        _assertBooks(0, PRICE);
    }

    function test_AConstructorThatRefundsAFreeTokensPaymentIsNotChargedForIt() public {
        _pay(address(actor), hostile.token, PRICE);
        vm.warp(NOW + DELAY);
        actor.plan(address(checkout), 0, abi.encodeCall(Checkout.refund, (hostile.token)));

        _deliver(hostile, address(actor), 0);

        vm.assertEq(address(actor).balance, 1000 ether, "actor");
        _assertBooks(0, 0);
    }

    function test_AConstructorCannotDeliverItself() public {
        _pay(address(actor), hostile.token, PRICE);
        actor.plan(address(checkout), 0, _deliverCall(hostile, address(actor), PRICE));

        _deliver(hostile, address(actor), PRICE);

        vm.assertFalse(actor.succeeded(0), "delivered inside its own delivery");
        vm.assertEq(actor.returned(0), abi.encodeWithSelector(Errors.FailedDeployment.selector), "reason");
        _assertBooks(PRICE, 0);
    }

    function test_AConstructorCanDeliverAnotherTokenAndBothAreTakenOnce() public {
        Order memory other = _widget(1);
        _pay(buyer, hostile.token, PRICE);
        _pay(buyer, other.token, 1 ether);
        actor.plan(address(checkout), 0, _deliverCall(other, buyer, 1 ether));

        _deliver(hostile, buyer, PRICE);

        vm.assertTrue(actor.succeeded(0), "the inner delivery failed");
        vm.assertEq(checkout.buyer(hostile.token), buyer, "outer buyer");
        vm.assertEq(checkout.buyer(other.token), buyer, "inner buyer");
        _assertBooks(PRICE + 1 ether, 0);
    }

    function test_TwoConstructorsCannotDeliverEachOtherForever() public {
        Actor second = _fundedActor();
        Order memory other = _hostile(second);
        _pay(buyer, hostile.token, PRICE);
        _pay(buyer, other.token, PRICE);
        actor.plan(address(checkout), 0, _deliverCall(other, buyer, PRICE));
        second.plan(address(checkout), 0, _deliverCall(hostile, buyer, PRICE));

        _deliver(hostile, buyer, PRICE);

        vm.assertTrue(actor.succeeded(0), "the other one could not be delivered");
        vm.assertFalse(second.succeeded(0), "delivered inside its own delivery");
        _assertBooks(2 * PRICE, 0);
    }

    function test_AConstructorThatWithdrawsTakesNothingButEarlierEarnings() public {
        Order memory earlier = _widget(1);
        _pay(buyer, earlier.token, 1 ether);
        _deliver(earlier, buyer, 1 ether);
        _pay(buyer, hostile.token, PRICE);
        actor.plan(address(checkout), 0, abi.encodeCall(Checkout.withdraw, ()));

        _deliver(hostile, buyer, PRICE);

        vm.assertEq(treasury.balance, 1 ether, "treasury");
        _assertBooks(PRICE, 0);
    }

    function test_APayerCannotBeRefundedTwiceFromInsideTheRefund() public {
        _pay(stranger, hostile.token, PRICE);
        _pay(address(actor), hostile.token, PRICE);
        vm.warp(NOW + DELAY);
        actor.plan(address(checkout), 0, abi.encodeCall(Checkout.refund, (hostile.token)));

        _refund(address(actor), hostile.token);

        vm.assertFalse(actor.succeeded(0), "refunded twice");
        vm.assertEq(address(actor).balance, 1000 ether, "actor");
        vm.assertEq(address(checkout).balance, PRICE, "the stranger's payment");
    }

    function test_APayerCanPayAgainFromInsideTheRefund() public {
        _pay(address(actor), hostile.token, PRICE);
        vm.warp(NOW + DELAY);
        actor.plan(address(checkout), 1 ether, abi.encodeWithSignature("pay(address)", hostile.token));

        _refund(address(actor), hostile.token);

        vm.assertTrue(actor.succeeded(0), "the payment failed");
        _assertBooks(0, 1 ether);
    }

    function test_APayerCannotHaveATokenDeliveredFromInsideItsRefund() public {
        Order memory order = _widget(1);
        _pay(address(actor), order.token, PRICE);
        vm.warp(NOW + DELAY);
        actor.plan(address(checkout), 0, _deliverCall(order, address(actor), PRICE));

        _refund(address(actor), order.token);

        vm.assertFalse(actor.succeeded(0), "got both the token and the money");
        _assertBooks(0, 0);
    }

    function test_ATreasuryCannotWithdrawTwiceFromInsideAWithdrawal() public {
        Order memory order = _widget(1);
        _pay(buyer, order.token, 1 ether);
        _deliver(order, buyer, 1 ether);
        _pay(address(actor), hostile.token, PRICE);
        Actor(payable(treasury)).plan(address(checkout), 0, abi.encodeCall(Checkout.withdraw, ()));

        checkout.withdraw();

        vm.assertTrue(Actor(payable(treasury)).succeeded(0), "the inner withdrawal failed");
        vm.assertEq(treasury.balance, 1 ether, "treasury");
        _assertBooks(0, PRICE);
    }

    function _assertBooks(uint256 earned, uint256 open) private view {
        vm.assertEq(checkout.earned(), earned, "earned");
        vm.assertEq(_open(hostile.token, address(actor)), open, "open");
        vm.assertEq(address(checkout).balance, earned + open, "balance");
    }
}
