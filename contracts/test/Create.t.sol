// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkout} from "../Checkout.sol";
import {createCheckout} from "./Release.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards what a Checkout can be created with.
contract CreateTest {
    address private constant TREASURY = address(0x7EA5);

    function testFuzz_KeepsWhatItWasCreatedWith(uint64 delay) public {
        delay %= 30 days + 1;

        Checkout checkout = createCheckout(TREASURY, delay);

        vm.assertEq(checkout.treasury(), TREASURY, "treasury");
        vm.assertEq(checkout.refundDelay(), delay, "refund delay");
        vm.assertEq(checkout.earned(), 0, "earned");
    }

    function test_AMonthIsTheLongestRefundDelay() public {
        vm.assertEq(createCheckout(TREASURY, 30 days).refundDelay(), 30 days, "refund delay");
    }

    function testFuzz_NoOperatorCanLockMoneyForMoreThanAMonth(uint64 delay) public {
        vm.assume(delay > 30 days);

        vm.expectRevert(abi.encodeWithSelector(Checkout.RefundDelayTooLong.selector, delay, 30 days));
        createCheckout(TREASURY, delay);
    }

    function test_EarningsCannotGoToTheZeroAddress() public {
        vm.expectRevert(abi.encodeWithSelector(Checkout.ZeroTreasury.selector));
        createCheckout(address(0), 1 hours);
    }

    function test_EtherSentWithoutAnOrderIsRefused() public {
        Checkout checkout = createCheckout(TREASURY, 1 hours);
        vm.deal(address(this), 1 ether);

        (bool success,) = address(checkout).call{value: 1 ether}("");

        vm.assertFalse(success, "accepted ether that nobody could ever take back");
    }
}
