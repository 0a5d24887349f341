// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";

import {OwnerMintable} from "./base/OwnerMintable.sol";
import {TokenBase} from "./base/TokenBase.sol";

/// @title TokenBurnableCapped
/// @notice A token that is burnable and mintable up to a cap.
contract TokenBurnableCapped is TokenBase, ERC20Burnable, ERC20Capped, OwnerMintable {
    constructor(string memory name, string memory symbol, uint8 decimals_, uint256 supply, address owner, uint256 cap)
        TokenBase(name, symbol, decimals_)
        ERC20Capped(cap)
        Ownable(owner)
    {
        _mint(owner, supply);
    }

    /// @inheritdoc TokenBase
    function decimals() public view override(ERC20, TokenBase) returns (uint8) {
        return super.decimals();
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Capped) {
        super._update(from, to, value);
    }
}
