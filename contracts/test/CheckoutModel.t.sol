// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkout} from "../Checkout.sol";
import {Reenters} from "./Actor.t.sol";

/// The books as they should be, kept next to Checkout's own by everybody who calls it. A call that reverts takes its
/// entry in here back with it.
contract CheckoutModel {
    mapping(address token => mapping(address payer => uint256)) public open;
    mapping(address token => address) public buyer;
    mapping(address party => uint256) public spent;
    mapping(address party => uint256) public received;
    uint256 public paidIn;
    uint256 public paidOut;
    uint256 public earned;

    uint256 public payments;
    uint256 public deliveries;
    uint256 public refunds;
    uint256 public withdrawals;
    uint256 public reentrantCalls;
    uint256 public deliveriesThatBrokeARule;

    function paid(address token, uint256 amount) external {
        open[token][msg.sender] += amount;
        spent[msg.sender] += amount;
        paidIn += amount;
        ++payments;
    }

    function delivered(address token, address payer, uint256 price, bool existed) external {
        uint256 amount = open[token][payer];
        bool brokeARule = token.code.length == 0 || amount < price || buyer[token] != address(0)
            || (existed && amount == 0);
        if (brokeARule) ++deliveriesThatBrokeARule;

        open[token][payer] = 0;
        earned += amount;
        if (amount > 0) buyer[token] = payer;
        ++deliveries;
    }

    function refunding(address token) external {
        _payOut(msg.sender, open[token][msg.sender]);
        open[token][msg.sender] = 0;
        ++refunds;
    }

    function withdrawing(address treasury) external {
        _payOut(treasury, earned);
        earned = 0;
        ++withdrawals;
    }

    function reentering() external {
        ++reentrantCalls;
    }

    function _payOut(address party, uint256 amount) private {
        received[party] += amount;
        paidOut += amount;
    }
}

/// Pays, delivers, is refunded and withdraws, and does more of it whenever somebody else's call gives it control.
contract Party is Reenters {
    CheckoutModel private immutable model;

    Checkout private checkout;
    bytes[] private _schemes;

    constructor(CheckoutModel model_) {
        model = model_;
    }

    receive() external payable {
        reenter();
    }

    function join(Checkout checkout_) external {
        checkout = checkout_;
    }

    function scheme(bytes calldata call) external {
        _schemes.push(call);
    }

    function pay(address token, uint256 amount) external {
        checkout.pay{value: amount}(token);
        model.paid(token, amount);
    }

    function deliver(bytes32 salt, bytes calldata initcode, address payer, uint256 price) external {
        bool existed = checkout.tokenAddress(salt, keccak256(initcode)).code.length > 0;
        address token = checkout.deliver(salt, initcode, payer, price);
        model.delivered(token, payer, price, existed);
    }

    function refund(address token) external {
        model.refunding(token);
        checkout.refund(token);
    }

    function withdraw() external {
        model.withdrawing(checkout.treasury());
        checkout.withdraw();
    }

    function reenter() public {
        while (_schemes.length > 0) {
            bytes memory next = _schemes[_schemes.length - 1];
            _schemes.pop();
            model.reentering();
            _try(next);
        }
    }

    function _try(bytes memory call) private returns (bool success) {
        (success,) = address(this).call(call);
    }
}
