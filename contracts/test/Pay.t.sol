// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkout} from "../Checkout.sol";
import {CheckoutFixture} from "./CheckoutFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards the way money comes in.
contract PayTest is CheckoutFixture {
    function testFuzz_APaymentIsHeldForItsTokenAndPayer(address token, uint256 amount, uint32 time) public {
        vm.assume(token.code.length == 0);
        amount = _bound(amount, 1, 1000 ether);
        vm.warp(time);

        vm.expectEmit(address(checkout));
        emit Checkout.Paid(token, buyer, amount);
        _pay(buyer, token, amount);

        (uint256 held, uint64 refundableAt) = checkout.payment(token, buyer);
        vm.assertEq(held, amount, "held");
        vm.assertEq(refundableAt, uint256(time) + DELAY, "refundable at");
        vm.assertEq(address(checkout).balance, amount, "balance");
        vm.assertEq(checkout.earned(), 0, "earned before delivery");
    }

    function testFuzz_NobodyPaysTwice(uint256 first, uint256 second) public {
        address token = _widget(1).token;
        first = _bound(first, 1, 500 ether);
        second = _bound(second, 1, 500 ether);
        _pay(buyer, token, first);

        vm.expectRevert(abi.encodeWithSelector(Checkout.AlreadyPaid.selector, token, buyer, first));
        _pay(buyer, token, second);

        vm.assertEq(_open(token, buyer), first, "the first payment");
    }

    function test_AStrangerPayingOneWeiCannotBlockTheBuyer() public {
        Order memory order = _widget(1);
        _pay(stranger, order.token, 1);

        _pay(buyer, order.token, PRICE);
        _deliver(order, buyer, PRICE);

        vm.assertEq(checkout.buyer(order.token), buyer, "buyer");
        vm.assertEq(_open(order.token, stranger), 1, "the stranger's wei");
    }

    function test_AStrangersPaymentDoesNotMakeUpForTheBuyers() public {
        Order memory order = _widget(1);
        _pay(stranger, order.token, PRICE);
        _pay(buyer, order.token, PRICE - 1);

        _expectUnpaid(order.token, buyer, PRICE - 1, PRICE);
        _deliver(order, buyer, PRICE);
    }

    function test_OneBuyerCanPayForManyTokens() public {
        _pay(buyer, _widget(1).token, 1 ether);
        _pay(buyer, _widget(2).token, 2 ether);

        vm.assertEq(_open(_widget(1).token, buyer), 1 ether, "first");
        vm.assertEq(_open(_widget(2).token, buyer), 2 ether, "second");
    }

    function test_APaymentOfNothingIsRefused() public {
        address token = _widget(1).token;

        vm.expectRevert(abi.encodeWithSelector(Checkout.ZeroPayment.selector));
        _pay(buyer, token, 0);
    }

    function test_NobodyPaysForATokenThatExists() public {
        Order memory order = _widget(1);
        _deliver(order, buyer, 0);

        _expectAlreadyDelivered(order.token);
        _pay(buyer, order.token, PRICE);
    }

    function test_APaymentTooLargeToRecordIsRefused() public {
        address token = _widget(1).token;
        uint256 amount = uint256(type(uint192).max) + 1;
        vm.deal(buyer, amount);

        vm.expectRevert(abi.encodeWithSignature("SafeCastOverflowedUintDowncast(uint8,uint256)", 192, amount));
        _pay(buyer, token, amount);
    }

    function testFuzz_APaymentIsTakenUpToItsDeadlineAndNotOneSecondLater(uint32 left) public {
        address token = _widget(1).token;
        uint64 deadline = NOW + left;

        vm.warp(uint256(deadline) + 1);
        vm.expectRevert(abi.encodeWithSelector(Checkout.Expired.selector, deadline));
        vm.prank(buyer);
        checkout.pay{value: PRICE}(token, deadline);
        vm.assertEq(_open(token, buyer), 0, "open after the deadline");

        vm.warp(deadline);
        vm.prank(buyer);
        checkout.pay{value: PRICE}(token, deadline);
        vm.assertEq(_open(token, buyer), PRICE, "open at the deadline");
    }

    function test_APaymentWithADeadlineIsAPaymentLikeAnyOther() public {
        Order memory order = _widget(1);
        vm.expectEmit(address(checkout));
        emit Checkout.Paid(order.token, buyer, PRICE);
        vm.prank(buyer);
        checkout.pay{value: PRICE}(order.token, NOW);

        vm.expectRevert(abi.encodeWithSelector(Checkout.AlreadyPaid.selector, order.token, buyer, PRICE));
        _pay(buyer, order.token, PRICE);
        _deliver(order, buyer, PRICE);
        vm.assertEq(checkout.buyer(order.token), buyer, "buyer");
    }
}
