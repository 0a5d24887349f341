// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";

import {BURNABLE, CAPPED, MINTABLE, OWNED} from "./Kinds.t.sol";
import {AnyToken, TokenFixture} from "./TokenFixture.t.sol";
import {vm} from "./Vm.t.sol";

/// Guards that the owner of a mintable token alone can create more, up to the cap where there is one.
contract TokenMintTest is TokenFixture {
    function testFuzz_TheOwnerMints(uint256 index, uint256 value) public {
        value %= CAP - SUPPLY + 1;
        AnyToken token = _deliver(_kindWith(MINTABLE, index));

        vm.prank(owner);
        token.mint(HOLDER, value);

        vm.assertEq(token.balanceOf(HOLDER), value, "balance");
        vm.assertEq(token.totalSupply(), SUPPLY + value, "supply");
    }

    function testFuzz_NobodyElseMints(uint256 index, address caller) public {
        vm.assume(caller != owner);
        AnyToken token = _deliver(_kindWith(MINTABLE, index));

        _expectOnlyOwner(caller);
        token.mint(caller, 1);
    }

    function testFuzz_NothingIsMintedAboveTheCap(uint256 index, uint256 value) public {
        uint256 room = CAP - SUPPLY;
        value = room + 1 + value % (type(uint256).max - CAP);
        AnyToken token = _deliver(_kindWith(CAPPED, index));

        vm.expectRevert(abi.encodeWithSelector(ERC20Capped.ERC20ExceededCap.selector, SUPPLY + value, CAP));
        vm.prank(owner);
        token.mint(HOLDER, value);

        vm.prank(owner);
        token.mint(HOLDER, room);
        vm.assertEq(token.totalSupply(), CAP, "supply");
    }

    function test_BurningMakesRoomUnderTheCap() public {
        AnyToken token = _deliver(_kind(OWNED | BURNABLE | MINTABLE | CAPPED));
        vm.prank(owner);
        token.mint(owner, CAP - SUPPLY);

        vm.prank(owner);
        token.burn(5);
        vm.prank(owner);
        token.mint(HOLDER, 5);

        vm.assertEq(token.totalSupply(), CAP, "supply");
    }

    function test_NobodyMintsOnceTheOwnerHasRenounced() public {
        AnyToken token = _deliver(_kind(OWNED | MINTABLE));
        vm.prank(owner);
        token.renounceOwnership();

        _expectOnlyOwner(owner);
        token.mint(owner, 1);
    }
}
