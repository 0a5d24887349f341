// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkout} from "../Checkout.sol";
import {vm} from "./Vm.t.sol";

/// Creates a contract as it was compiled for release. `new` would test what the test's own settings make of it.
function create(string memory artifact, bytes memory arguments) returns (address created) {
    bytes memory initcode = bytes.concat(vm.getCode(artifact), arguments);
    assembly ("memory-safe") {
        created := create(0, add(initcode, 0x20), mload(initcode))
        if iszero(created) {
            returndatacopy(0, 0, returndatasize())
            revert(0, returndatasize())
        }
    }
}

function createCheckout(address treasury, uint64 refundDelay) returns (Checkout) {
    return Checkout(create("contracts/Checkout.sol:Checkout", abi.encode(treasury, refundDelay)));
}
