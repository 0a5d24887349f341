// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CheckoutFixture} from "./CheckoutFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards the one call by which a server decides what to do for an order.
contract StateTest is CheckoutFixture {
    Order private order;

    function setUp() public override {
        super.setUp();
        order = _widget(1);
    }

    function test_BeforeAnythingHappenedThereIsNothing() public view {
        _expectState(false, 0, 0, address(0));
    }

    function test_APaymentIsOpenUntilItIsTaken() public {
        _pay(buyer, order.token, PRICE);
        _expectState(false, PRICE, NOW + DELAY, address(0));

        _deliver(order, buyer, PRICE);
        _expectState(true, 0, 0, buyer);
    }

    function test_ARefundCanBeToldFromAPaymentThatWasNeverMade() public {
        _pay(buyer, order.token, PRICE);
        vm.warp(NOW + DELAY);
        _refund(buyer, order.token);

        _expectState(false, 0, NOW + DELAY, address(0));
        (uint256 amount, uint64 refundableAt) = checkout.payment(order.token, buyer);
        vm.assertEq(amount, 0, "open");
        vm.assertEq(refundableAt, 0, "refundable at");
    }

    function test_APaymentAfterARefundIsOpenLikeAnyOther() public {
        _pay(buyer, order.token, PRICE);
        vm.warp(NOW + DELAY);
        _refund(buyer, order.token);
        _pay(buyer, order.token, PRICE + 1);

        _expectState(false, PRICE + 1, NOW + 2 * DELAY, address(0));
        _deliver(order, buyer, PRICE);
        _expectState(true, 0, 0, buyer);
    }

    function test_WhatStrangersPayIsNotTheBuyersButTheTokenTheyBringIsThere() public {
        _pay(stranger, order.token, PRICE);
        _expectState(false, 0, 0, address(0));

        _deliver(order, stranger, PRICE);
        _expectState(true, 0, 0, stranger);
    }

    function _expectState(bool exists, uint256 amount, uint64 refundableAt, address taken) private view {
        (bool exists_, uint256 amount_, uint64 refundableAt_, address taken_) = checkout.state(order.token, buyer);
        vm.assertTrue(exists_ == exists, "exists");
        vm.assertEq(amount_, amount, "amount");
        vm.assertEq(refundableAt_, refundableAt, "refundable at");
        vm.assertEq(taken_, taken, "buyer");
    }
}
