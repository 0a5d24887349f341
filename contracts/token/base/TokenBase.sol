// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {TokenPermit} from "./TokenPermit.sol";

/// @title TokenBase
/// @notice What every token has: ERC-20, approval by signature, and decimals of its own.
abstract contract TokenBase is TokenPermit {
    uint8 private immutable _decimals;

    constructor(string memory name, string memory symbol, uint8 decimals_) ERC20(name, symbol) {
        _decimals = decimals_;
    }

    /// @inheritdoc ERC20
    function decimals() public view virtual override returns (uint8) {
        return _decimals;
    }
}
