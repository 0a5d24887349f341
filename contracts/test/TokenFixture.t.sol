// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {Checkout} from "../Checkout.sol";
import {CAPPED, Kind, allKinds} from "./Kinds.t.sol";
import {createCheckout} from "./Release.t.sol";
import {vm} from "./Vm.t.sol";

/// Every function that some token has.
interface AnyToken is IERC20Metadata, IERC20Permit {
    function burn(uint256 value) external;
    function burnFrom(address account, uint256 value) external;
    function mint(address to, uint256 value) external;
    function cap() external view returns (uint256);
    function pause() external;
    function unpause() external;
    function paused() external view returns (bool);
    function owner() external view returns (address);
    function transferOwnership(address newOwner) external;
    function renounceOwnership() external;
}

/// Delivers each kind of token the way that buyers get them: as compiled for them, and by a Checkout.
abstract contract TokenFixture {
    error NoSuchKind(uint256 features);

    uint256 internal constant SUPPLY = 1_000_000e18;
    uint256 internal constant CAP = 2_000_000e18;
    uint256 internal constant OWNER_KEY = 0xA11CE;

    address internal immutable owner = vm.addr(OWNER_KEY);
    address internal constant STRANGER = address(0xBAD);
    address internal constant HOLDER = address(0xB0B);

    Checkout internal checkout;

    function setUp() public virtual {
        checkout = createCheckout(address(1), 0);
    }

    /// One of the kinds that have all of these, whichever the index falls on.
    function _kindWith(uint256 features, uint256 index) internal pure returns (Kind memory) {
        Kind[] memory all = allKinds();
        uint256 count = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            if (!_has(all[i], features)) continue;
            all[count] = all[i];
            ++count;
        }
        return all[index % count];
    }

    /// The kind that has these, and nothing else.
    function _kind(uint256 features) internal pure returns (Kind memory) {
        Kind[] memory all = allKinds();
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].has == features) return all[i];
        }
        revert NoSuchKind(features);
    }

    function _has(Kind memory kind, uint256 features) internal pure returns (bool) {
        return kind.has & features == features;
    }

    function _initcode(
        Kind memory kind,
        string memory name,
        string memory symbol,
        uint8 decimals,
        uint256 supply,
        address to,
        uint256 cap
    ) internal view returns (bytes memory) {
        bytes memory creationCode = vm.getCode(string.concat("contracts/token/", kind.name, ".sol:", kind.name));
        bytes memory arguments = _has(kind, CAPPED)
            ? abi.encode(name, symbol, decimals, supply, to, cap)
            : abi.encode(name, symbol, decimals, supply, to);
        return bytes.concat(creationCode, arguments);
    }

    function _deliver(bytes memory initcode) internal returns (AnyToken) {
        return AnyToken(checkout.deliver(0, initcode, address(0), 0));
    }

    function _deliver(Kind memory kind) internal returns (AnyToken) {
        return _deliver(_initcode(kind, "My Token", "MTK", 18, SUPPLY, owner, CAP));
    }

    function _expectOnlyOwner(address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
    }
}
