// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkout} from "../Checkout.sol";
import {HostileToken} from "./Actor.t.sol";
import {Widget} from "./CheckoutFixture.t.sol";
import {CheckoutModel, Party} from "./CheckoutModel.t.sol";
import {createCheckout} from "./Release.t.sol";
import {vm} from "./Vm.t.sol";

/// What the fuzzer may do: any party, in any order, with honest and hostile bytecode, at any time.
contract CheckoutHandler {
    struct Order {
        bytes32 salt;
        bytes initcode;
        address token;
    }

    uint256 public constant FUNDS = 1e24;
    uint64 private constant DELAY = 1 hours;

    Checkout public immutable checkout;
    CheckoutModel public immutable model;

    /// The first is the treasury.
    Party[] private _parties;
    Order[] private _orders;

    constructor() {
        model = new CheckoutModel();
        Party treasury = new Party(model);
        checkout = createCheckout(address(treasury), DELAY);

        _addParty(treasury);
        _addParty(new Party(model));
        _addParty(new Party(model));
        for (uint256 i = 0; i < 8; ++i) {
            _addOrder(abi.encodePacked(type(HostileToken).creationCode, abi.encode(_parties[i % 3])));
            _addOrder(abi.encodePacked(type(Widget).creationCode, abi.encode(i)));
        }
    }

    function pay(uint256 party, uint256 order, uint96 amount) external {
        _try(_party(party), _payCall(order, amount));
    }

    function payForWhatDoesNotExist(uint256 party, uint256 order, uint96 amount) external {
        for (uint256 i = 0; i < _orders.length && _order(order).token.code.length > 0; ++i) {
            order = (order % _orders.length) + 1;
        }
        _try(_party(party), _payCall(order, amount));
    }

    function deliver(uint256 caller, uint256 order, uint256 payer, uint96 price) external {
        _try(_party(caller), _deliverCall(order, payer, price));
    }

    function deliverForTheExactPayment(uint256 caller, uint256 order, uint256 payer) external {
        (order, payer) = _seekOpen(order, payer);
        uint256 price = model.open(_order(order).token, address(_party(payer)));
        _try(_party(caller), _deliverCall(order, payer, price));
    }

    function refund(uint256 party, uint256 order) external {
        (order, party) = _seekOpen(order, party);
        _try(_party(party), _refundCall(order));
    }

    function refundWhenDue(uint256 party, uint256 order) external {
        vm.warp(block.timestamp + DELAY);
        (order, party) = _seekOpen(order, party);
        _try(_party(party), _refundCall(order));
    }

    function withdraw(uint256 party) external {
        _try(_party(party), abi.encodeCall(Party.withdraw, ()));
    }

    function passTime(uint256 halves) external {
        vm.warp(block.timestamp + (halves % 3) * (DELAY / 2));
    }

    /// Plans what a party does the next time that it gets control in the middle of somebody's call.
    function scheme(uint256 party, uint256 kinds, uint256 order, uint256 payer, uint96 amount) external {
        _party(party).scheme(_anyCall(kinds, order, payer, amount));
        _party(party).scheme(_anyCall(kinds / 4, order / 7, payer, amount));
    }

    function tokens() external view returns (address[] memory all) {
        all = new address[](_orders.length);
        for (uint256 i = 0; i < all.length; ++i) {
            all[i] = _orders[i].token;
        }
    }

    function parties() external view returns (Party[] memory) {
        return _parties;
    }

    function _addParty(Party party) private {
        party.join(checkout);
        vm.deal(address(party), FUNDS);
        _parties.push(party);
    }

    function _addOrder(bytes memory initcode) private {
        bytes32 salt = bytes32(_orders.length);
        _orders.push(Order(salt, initcode, checkout.tokenAddress(salt, keccak256(initcode))));
    }

    function _try(Party party, bytes memory call) private returns (bool success) {
        (success,) = address(party).call(call);
    }

    /// A random refund or exact delivery would hardly ever meet an open payment, so look for the next one.
    function _seekOpen(uint256 order, uint256 party) private view returns (uint256, uint256) {
        uint256 pairs = _orders.length * _parties.length;
        uint256 start = (order % _orders.length) * _parties.length + (party % _parties.length);
        for (uint256 i = start; i < start + pairs; ++i) {
            order = (i % pairs) / _parties.length;
            party = i % _parties.length;
            if (model.open(_orders[order].token, address(_parties[party])) > 0) break;
        }
        return (order, party);
    }

    function _anyCall(uint256 kind, uint256 order, uint256 payer, uint96 amount) private view returns (bytes memory) {
        if (kind % 4 == 0) return _payCall(order, amount);
        if (kind % 4 == 1) return _refundCall(order);
        if (kind % 4 == 2) return _deliverCall(order, payer, amount % 2 == 0 ? 0 : amount);
        return abi.encodeCall(Party.withdraw, ());
    }

    function _payCall(uint256 order, uint96 amount) private view returns (bytes memory) {
        return abi.encodeCall(Party.pay, (_order(order).token, amount % 1 ether));
    }

    function _deliverCall(uint256 order, uint256 payer, uint256 price) private view returns (bytes memory) {
        Order memory what = _order(order);
        return abi.encodeCall(Party.deliver, (what.salt, what.initcode, address(_party(payer)), price));
    }

    function _refundCall(uint256 order) private view returns (bytes memory) {
        return abi.encodeCall(Party.refund, (_order(order).token));
    }

    function _order(uint256 seed) private view returns (Order memory) {
        return _orders[seed % _orders.length];
    }

    function _party(uint256 seed) private view returns (Party) {
        return _parties[seed % _parties.length];
    }
}
