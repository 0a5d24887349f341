// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkout} from "../Checkout.sol";
import {Actor, HostileToken} from "./Actor.t.sol";
import {createCheckout} from "./Release.t.sol";
import {vm} from "./Vm.t.sol";

/// Something to sell that has nothing to do with tokens: Checkout sells any bytecode.
contract Widget {
    uint256 public immutable tag;

    constructor(uint256 tag_) {
        tag = tag_;
    }
}

abstract contract CheckoutFixture {
    struct Order {
        bytes32 salt;
        bytes initcode;
        address token;
    }

    uint64 internal constant NOW = 1_800_000_000;
    uint64 internal constant DELAY = 1 hours;
    uint256 internal constant PRICE = 0.05 ether;

    address internal immutable treasury = address(new Actor());
    address internal immutable buyer = _account("buyer");
    address internal immutable stranger = _account("stranger");
    address internal immutable server = _account("server");

    Checkout internal checkout;

    function setUp() public virtual {
        vm.warp(NOW);
        checkout = createCheckout(treasury, DELAY);
        vm.deal(buyer, 1000 ether);
        vm.deal(stranger, 1000 ether);
    }

    function _account(string memory name) internal pure returns (address) {
        return address(uint160(uint256(keccak256(bytes(name)))));
    }

    function _order(bytes memory initcode) internal view returns (Order memory) {
        bytes32 salt = keccak256("salt");
        return Order(salt, initcode, checkout.tokenAddress(salt, keccak256(initcode)));
    }

    function _widget(uint256 tag) internal view returns (Order memory) {
        return _order(abi.encodePacked(type(Widget).creationCode, abi.encode(tag)));
    }

    function _hostile(Actor actor) internal view returns (Order memory) {
        return _order(abi.encodePacked(type(HostileToken).creationCode, abi.encode(actor)));
    }

    function _fundedActor() internal returns (Actor actor) {
        actor = new Actor();
        vm.deal(address(actor), 1000 ether);
    }

    function _pay(address payer, address token, uint256 amount) internal {
        vm.prank(payer);
        checkout.pay{value: amount}(token);
    }

    function _deliver(Order memory order, address payer, uint256 price) internal {
        vm.prank(server);
        checkout.deliver(order.salt, order.initcode, payer, price);
    }

    function _deliverCall(Order memory order, address payer, uint256 price) internal pure returns (bytes memory) {
        return abi.encodeCall(Checkout.deliver, (order.salt, order.initcode, payer, price));
    }

    function _refund(address payer, address token) internal {
        vm.prank(payer);
        checkout.refund(token);
    }

    function _open(address token, address payer) internal view returns (uint256 amount) {
        (amount,) = checkout.payment(token, payer);
    }

    function _expectUnpaid(address token, address payer, uint256 amount, uint256 price) internal {
        vm.expectRevert(abi.encodeWithSelector(Checkout.Unpaid.selector, token, payer, amount, price));
    }

    function _expectAlreadyDelivered(address token) internal {
        vm.expectRevert(abi.encodeWithSelector(Checkout.AlreadyDelivered.selector, token));
    }

    function _expectNotRefundable(address token, address payer, uint64 refundableAt) internal {
        vm.expectRevert(abi.encodeWithSelector(Checkout.NotRefundable.selector, token, payer, refundableAt));
    }

    function _bound(uint256 value, uint256 min, uint256 max) internal pure returns (uint256) {
        return min + value % (max - min + 1);
    }
}
