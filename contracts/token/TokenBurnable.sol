// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";

import {TokenBase} from "./base/TokenBase.sol";

/// @title TokenBurnable
/// @notice A token of fixed supply and burnable.
contract TokenBurnable is TokenBase, ERC20Burnable {
    constructor(string memory name, string memory symbol, uint8 decimals_, uint256 supply, address owner)
        TokenBase(name, symbol, decimals_)
    {
        _mint(owner, supply);
    }

    /// @inheritdoc TokenBase
    function decimals() public view override(ERC20, TokenBase) returns (uint8) {
        return super.decimals();
    }
}
