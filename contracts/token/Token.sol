// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TokenBase} from "./base/TokenBase.sol";

/// @title Token
/// @notice A token of fixed supply.
contract Token is TokenBase {
    constructor(string memory name, string memory symbol, uint8 decimals_, uint256 supply, address owner)
        TokenBase(name, symbol, decimals_)
    {
        _mint(owner, supply);
    }
}
