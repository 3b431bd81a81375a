/** Korean: what happened, why, and what to do next, for every code of shared/errors.ts. */
export const errors = {
  'error.protocol.malformed.what': '스튜디오가 요청을 이해하지 못했습니다.',
  'error.protocol.malformed.why': '“{field}” 항목: {reason}.',
  'error.protocol.malformed.next':
    '창을 새로 고치세요. 다시 일어나면 창과 스튜디오의 버전이 다를 수 있으니 둘 다 업데이트하세요.',
  'error.protocol.unknownCommand.what': '스튜디오가 “{command}” 명령을 모릅니다.',
  'error.protocol.unknownCommand.why': '창이 연결된 스튜디오보다 새 버전인 것 같습니다.',
  'error.protocol.unknownCommand.next': '상대 컴퓨터의 스튜디오를 업데이트한 뒤 다시 연결하세요.',
  'error.protocol.unauthorised.what': '스튜디오가 연결을 거부했습니다.',
  'error.protocol.unauthorised.why':
    '이미 열었던 주소이거나, 10분이 지난 주소이거나, 스튜디오가 새로 시작되었습니다.',
  'error.protocol.unauthorised.next':
    '새 주소를 여세요. `studio serve`가 실행 중인 곳에서 Enter를 누르거나 `studio open`을 실행하세요.',
  'error.protocol.tooMany.what': '스튜디오가 이 요청을 받지 않습니다.',
  'error.protocol.tooMany.why': '이 창의 요청이 이미 {limit}개 넘게 처리 중입니다.',
  'error.protocol.tooMany.next': '일부가 끝날 때까지 기다린 뒤 다시 시도하세요.',
  'error.protocol.tooLarge.what': '너무 커서 보낼 수 없습니다.',
  'error.protocol.tooLarge.why': '스튜디오는 최대 {megabytes} MB까지의 메시지를 받습니다.',
  'error.protocol.tooLarge.next':
    '한 번에 보내는 양을 줄이세요. 그 컴퓨터의 명령줄에는 이런 제한이 없습니다.',

  'error.config.invalid.what': '“{field}” 설정이 맞지 않습니다.',
  'error.config.invalid.why': '{reason}.',
  'error.config.invalid.next': '값을 바꿔 다시 시도하세요. 입력 양식에 설정마다 허용 범위가 나옵니다.',
  'error.config.unknownSetting.what': '“{field}”이라는 설정은 없습니다.',
  'error.config.unknownSetting.why': '이 환경의 설정: {known}.',
  'error.config.unknownSetting.next': '이름을 고치거나 빼세요.',
  'error.config.fixed.what': '{field}은(는) 이제 바꿀 수 없습니다.',
  'error.config.fixed.why': '실험이 이미 학습을 시작했고, 배운 것이 이 설정에 달려 있습니다.',
  'error.config.fixed.next': '실험을 복제해 사본에서 바꾸세요. 지금 바꿀 수 있는 것: {known}.',
  'error.config.dreamNeedsReward.what': 'C를 꿈에서 학습할 수 없습니다. M이 보상을 예측하지 않습니다.',
  'error.config.dreamNeedsReward.why':
    '이 환경의 점수는 에피소드의 길이로 정해지지 않으며, 보상을 지어내지 않습니다.',
  'error.config.dreamNeedsReward.next':
    '“보상 예측”(memory.predictsReward)을 켜거나 C를 실제 환경에서 학습하세요(controller.trainIn).',
  'error.config.dreamNeedsEnd.what': 'C를 꿈에서 학습할 수 없습니다. M이 종료를 예측하지 않습니다.',
  'error.config.dreamNeedsEnd.why':
    '여기서 점수는 살아남은 시간인데, 끝나지 않는 꿈에서는 컨트롤러를 비교할 수 없습니다.',
  'error.config.dreamNeedsEnd.next':
    '“종료 예측”(memory.predictsDone)을 켜거나 C를 실제 환경에서 학습하세요(controller.trainIn).',
  'error.config.nothingKept.what': '수집한 에피소드가 하나도 남지 않습니다.',
  'error.config.nothingKept.why':
    '{shortest}스텝보다 짧은 에피소드는 버리는데, 모두 {longest}스텝에서 자릅니다.',
  'error.config.nothingKept.next':
    '최소 길이(collect.minSteps)를 줄이거나 최대 길이(collect.maxSteps)를 늘리세요.',
  'error.config.picturesOnly.what': '이 환경은 관측할 수치를 주지 않습니다.',
  'error.config.picturesOnly.why': '{environment} 환경은 그림만 보여 줍니다. 제어 과제들은 둘 다 줍니다.',
  'error.config.picturesOnly.next': '그림을 관측하게 하세요(environment.observation).',
  'error.config.plannerNeedsNumbers.what': '여기서는 계획으로 행동을 고를 수 없습니다.',
  'error.config.plannerNeedsNumbers.why':
    '계획은 평균 둘레를 찾는데, {environment} 환경의 행동은 선택지라서 평균이 없습니다.',
  'error.config.plannerNeedsNumbers.next': '액터를 쓰세요(behaviour.kind).',
  'error.config.noRange.what': '구분할 리턴의 범위가 없습니다.',
  'error.config.noRange.why': '가장 낮은 값이 {lowest}이고 가장 높은 값이 {highest}입니다.',
  'error.config.noRange.next': '가장 높은 리턴을 가장 낮은 리턴보다 크게 하세요(critic.highestReturn).',
  'error.config.neverLearns.what': '아무것도 배우지 못합니다.',
  'error.config.neverLearns.why':
    '결정 {starts}번 뒤에 학습을 시작하는데, 실행 전체의 결정이 {decisions}번입니다.',
  'error.config.neverLearns.next':
    '학습을 더 일찍 시작하거나(learning.startsAfter) 실행을 늘리세요(schedule.environmentSteps).',
  'error.config.noChoices.what': '{environment} 환경에는 정해진 선택지가 없습니다.',
  'error.config.noChoices.why':
    '이 환경의 행동은 범위 안의 수치인데, 이 알고리즘은 몇 가지 행동 가운데서 고를 수만 있습니다.',
  'error.config.noChoices.next': '범위를 격자로 나눈 행동 가운데서 고르게 하세요(actions.choices).',
  'error.config.choicesOnly.what': '{environment} 환경은 행동을 수치로 받지 않습니다.',
  'error.config.choicesOnly.why': '행동이 선택지여서 정규분포에서 뽑을 수 없습니다.',
  'error.config.choicesOnly.next': '정책이 선택지 가운데 고르게 하세요(actions.kind).',
  'error.config.noGrid.what': '{environment} 환경의 행동은 격자로 나눌 수 없습니다.',
  'error.config.noGrid.why': '행동이 이미 선택지여서 나눌 범위가 없습니다.',
  'error.config.noGrid.next': '환경의 선택지를 그대로 쓰세요(actions.choices).',
  'error.config.tooManyChoices.what': '고를 행동이 {count}가지나 됩니다.',
  'error.config.tooManyChoices.why':
    '{environment} 환경의 행동은 수 {numbers}개로 이루어지고 모든 조합이 선택지가 됩니다. {most}가지까지 고를 수 있습니다.',
  'error.config.tooManyChoices.next':
    '가장 낮은 값과 가장 높은 값만 쓰거나(actions.choices) 수치로 행동하는 알고리즘을 고르세요.',
  'error.dream.noModel.what': '이 실험에는 꿈이 없습니다.',
  'error.dream.noModel.why': '{algorithm} 알고리즘은 세계 모델 없이 배웁니다.',
  'error.dream.noModel.next': '환경에서 지켜보거나, 세계 모델이 있는 실험의 꿈을 플레이하세요.',
  'error.trust.noModel.what': '여기에는 측정할 꿈이 없습니다.',
  'error.trust.noModel.why': '{algorithm} 알고리즘은 세계 모델 없이 배웁니다.',
  'error.trust.noModel.next': '세계 모델이 있는 실험을 측정하세요.',
  'error.trust.noScore.what': '이 꿈의 점수는 측정할 수 없습니다.',
  'error.trust.noScore.why':
    '모델이 보상을 예측하지 않고, 학습한 환경도 살아남은 만큼 점수를 주는 곳이 아니어서 꿈에서 얻는 점수가 없습니다.',
  'error.trust.noScore.next':
    '보상이 필요 없는 순종도와 이탈을 측정하거나, 보상을 예측하는 모델을 학습하세요(memory.predictsReward).',
  'error.trust.noWindows.what': '에피소드가 너무 짧아 꿈을 꿀 수 없었습니다.',
  'error.trust.noWindows.why':
    '꿈은 {context}개 순간을 본 뒤에 시작하는데, 그보다 오래 간 에피소드가 거의 없었습니다.',
  'error.trust.noWindows.next': '에피소드를 더 많이 측정하거나, 에이전트를 먼저 더 오래 학습시키세요.',
  'error.drawing.busy.what': '그림 모델을 이미 학습하고 있습니다.',
  'error.drawing.busy.why': '학습 하나가 모든 코어를 씁니다.',
  'error.drawing.busy.next': '끝날 때까지 기다리거나 배우기 7장에서 멈추세요.',
  'error.drawing.untrained.what': '직접 학습한 그림 모델이 없습니다.',
  'error.drawing.untrained.why':
    '스튜디오를 연 뒤로 학습한 모델이 없습니다. 학습한 모델은 스튜디오를 닫을 때까지만 남습니다.',
  'error.drawing.untrained.next': '배우기 7장에서 학습하거나 들어 있는 모델을 쓰세요.',
  'error.trust.busy.what': '이 체크포인트는 이미 측정 중입니다.',
  'error.trust.busy.why': '같은 측정이 {checkpoint}에서 기다리거나 진행되고 있습니다.',
  'error.trust.busy.next': '끝날 때까지 기다리거나 취소하세요.',
  'error.trust.unknown.what': '이 측정은 이미 끝났습니다.',
  'error.trust.unknown.why': '{measurement}(이)라는 측정은 기다리거나 진행되고 있지 않습니다.',
  'error.trust.unknown.next': '측정 결과를 보거나 다시 측정하세요.',
  'error.config.dreamIsPictures.what': '이 에이전트는 꿈에서 배울 수 없습니다.',
  'error.config.dreamIsPictures.why': '꿈은 그림인데, 이 설정에서는 에이전트가 숫자를 관측합니다.',
  'error.config.dreamIsPictures.next':
    '알고리즘이 할 수 있다면 그림을 관측하게 하거나, 실제 환경에서 배우게 하세요(dream.run).',
  'error.dream.unknownRun.what': '꿈꿀 실험이 없습니다: {run}.',
  'error.dream.unknownRun.why': '이런 id나 이름의 실험이 여기에 없습니다.',
  'error.dream.unknownRun.next': '목록에서 고르세요. 명령줄에서는: studio runs',
  'error.dream.otherEnvironment.what': '“{run}” 실험은 다른 환경을 꿈꿉니다.',
  'error.dream.otherEnvironment.why':
    '꿈의 환경은 {dreamt}인데, 이 에이전트는 {environment} 환경에서 평가됩니다.',
  'error.dream.otherEnvironment.next': '같은 환경의 실험을 고르세요.',
  'error.dream.otherSteps.what': '“{run}” 꿈의 한 스텝은 이 에이전트의 한 스텝과 다릅니다.',
  'error.dream.otherSteps.why': '환경 설정이 다릅니다(여기 / 꿈): {settings}.',
  'error.dream.otherSteps.next': '이 실험에 꿈의 설정을 주거나 다른 꿈을 고르세요.',
  'error.dream.blindModel.what': '“{run}”의 꿈에는 볼 것이 없습니다.',
  'error.dream.blindModel.why': '그 세계 모델은 숫자를 관측하는데, 에이전트는 꿈의 그림을 보고 배웁니다.',
  'error.dream.blindModel.next': '픽셀로 학습한 실험을 고르세요.',
  'error.dream.notWhole.what': '“{run}”에는 꿈꿀 수 있는 체크포인트가 없습니다.',
  'error.dream.notWhole.why':
    '꿈에는 보고, 예측하고, 그리는 부분이 모두 있어야 합니다. 그 체크포인트들은 그 전의 것입니다.',
  'error.dream.notWhole.next': '더 학습하거나 다른 체크포인트나 실험을 고르세요.',
  'error.dream.noReward.what': '“{run}”의 꿈에서는 배울 것이 없습니다.',
  'error.dream.noReward.why': '그 모델은 보상을 예측하지 않으며, 보상을 지어내지 않습니다.',
  'error.dream.noReward.next':
    '보상을 예측하는 실험을 고르세요. “보상 예측”(memory.predictsReward)을 켠 World Models나 Dreamer입니다.',
  'error.dream.noEnd.what': '“{run}”의 꿈에서는 배울 것이 없습니다.',
  'error.dream.noEnd.why': '여기서 점수는 살아남은 시간인데, 그 모델은 종료를 예측하지 않습니다.',
  'error.dream.noEnd.next': '종료를 예측하는 실험을 고르세요(memory.predictsDone).',
  'error.dream.noTemperature.what': '“{run}”의 꿈에는 온도가 없습니다.',
  'error.dream.noTemperature.why': '그 모델에는 더 넓게 뽑을 수 있는 분포가 없습니다.',
  'error.dream.noTemperature.next': '온도를 1로 두세요(dream.temperature).',
  'error.dream.otherActions.what': '이 꿈에서는 에이전트의 행동이 통하지 않습니다.',
  'error.dream.otherActions.why': '환경의 행동은 {here}, 꿈의 행동은 {there}입니다.',
  'error.dream.otherActions.next': '행동이 같은 실험을 고르세요.',
  'error.dream.lost.what': '이 실험이 배우던 꿈이 없어졌습니다.',
  'error.dream.lost.why':
    '다른 실험의 세계 모델 사본(실험 폴더의 dream.wms)도, 그 원본 체크포인트도 없습니다.',
  'error.dream.lost.next':
    '백업에서 파일을 되돌리거나 다른 꿈에서 새 실험을 시작하세요. 기록된 것은 그대로 남습니다.',
  'error.dream.changed.what': '실험을 만들 때의 꿈과 다릅니다.',
  'error.dream.changed.why': '실험 폴더에 있는 dream.wms의 체크섬이 설정과 다릅니다.',
  'error.dream.changed.next': '백업에서 올바른 파일을 되돌리세요. 다른 꿈은 다른 실험입니다.',
  'error.import.otherDream.what': '파일에 든 꿈이 그 실험이 배운 꿈과 다릅니다.',
  'error.import.otherDream.why': '{part}의 체크섬이 실험 설정과 다릅니다.',
  'error.import.otherDream.next': '내보낸 사람에게 온전한 파일을 부탁하세요.',
  'error.lens.noModel.what': '그 실험에는 들여다볼 세계 모델이 없습니다.',
  'error.lens.noModel.why': '{algorithm} 알고리즘은 세계 모델 없이 배웁니다.',
  'error.lens.noModel.next': '세계 모델이 있는 실험을 고르세요.',
  'error.lens.blind.what': '이 에이전트는 그 꿈에서 살 수 없습니다.',
  'error.lens.blind.why': '에이전트는 숫자를 관측하지만 꿈은 그림을 보여 줍니다.',
  'error.lens.blind.next': '픽셀로 학습한 실험을 고르거나, 현실 옆에서 그 모델로 지켜보세요.',
  'error.lens.otherEnvironment.what': '그 세계 모델은 다른 환경에서 학습했습니다.',
  'error.lens.otherEnvironment.why':
    '모델은 {lens}을(를) 배웠고, 여기서 돌아가는 환경은 {environment}입니다.',
  'error.lens.otherEnvironment.next': '같은 환경의 실험을 고르세요.',
  'error.lens.otherSettings.what': '그 세계 모델의 한 스텝은 여기의 한 스텝과 다릅니다.',
  'error.lens.otherSettings.why': '두 실험은 환경 설정이 서로 다릅니다: {settings}.',
  'error.lens.otherSettings.next': '설정이 같은 실험을 고르거나, 같은 설정으로 새로 학습하세요.',
  'error.config.moreElites.what': '시도하는 계획보다 남기는 계획이 많습니다.',
  'error.config.moreElites.why': '{tried}개를 시도하고 {kept}개를 남기게 되어 있습니다.',
  'error.config.moreElites.next':
    '남길 계획(behaviour.planElites)을 줄이거나 시도할 계획(behaviour.planCandidates)을 늘리세요.',
  'error.config.reinforceNeedsCritic.what': 'REINFORCE가 리턴을 견줄 대상이 없습니다.',
  'error.config.reinforceNeedsCritic.why':
    '행동마다 크리틱의 예상보다 얼마나 나았는지로 평가하는데, 이 설정에는 크리틱이 없습니다.',
  'error.config.reinforceNeedsCritic.next':
    '액터와 크리틱(behaviour.kind)을 고르거나, 액터가 모델을 거친 기울기로 배우게(behaviour.actorGradient) 하세요.',
  'error.config.replayValueNeedsReinforce.what': '여기서는 크리틱이 진행한 에피소드에서 배울 수 없습니다.',
  'error.config.replayValueNeedsReinforce.why':
    '진행한 바로 그 순간들에서 상상한 리턴이 필요한데, 이것은 REINFORCE만 계산합니다.',
  'error.config.replayValueNeedsReinforce.next':
    '액터가 REINFORCE로 배우게(behaviour.actorGradient) 하거나, behaviour.replayValueScale을 0으로 두세요.',
  'error.config.latentTooLarge.what': 'z가 수 {numbers}개로 이루어지게 됩니다.',
  'error.config.latentTooLarge.why':
    '변수 {variables}개에 범주가 {classes}개씩입니다. 수는 {most}개까지입니다.',
  'error.config.latentTooLarge.next':
    '범주 수(model.latentClasses)나 z의 크기(model.stochasticSize)를 줄이세요.',
  'error.config.modelAndReward.what': '내 모델과 그 보상은 함께 정해야 합니다.',
  'error.config.modelAndReward.why': '보상은 모델의 센서로 쓰므로, 예시의 보상은 예시 모델에만 맞습니다.',
  'error.config.modelAndReward.next':
    '둘 다 정하거나(environment.model, environment.reward) 둘 다 비워 두세요.',
  'error.config.sequenceTooLong.what': '학습할 시퀀스에 비해 에피소드가 짧습니다.',
  'error.config.sequenceTooLong.why':
    '에피소드는 길어야 {moments}순간인데, 이어진 {sequence}순간으로 학습하게 되어 있습니다.',
  'error.config.sequenceTooLong.next':
    '시퀀스를 줄이거나(model.sequenceLength) 에피소드를 늘리세요(environment.maxSteps).',
  'error.config.unknownPreset.what': '“{preset}” 프리셋이 없습니다.',
  'error.config.unknownPreset.why': '이 알고리즘의 프리셋: {known}.',
  'error.config.unknownPreset.next': '이 가운데 하나를 고르세요.',
  'error.config.unknownAlgorithm.what': '“{algorithm}” 알고리즘이 없습니다.',
  'error.config.unknownAlgorithm.why': '스튜디오에 있는 알고리즘: {known}.',
  'error.config.unknownAlgorithm.next': '이 가운데 하나를 고르세요.',

  'error.environment.unknown.what': '여기에 쓸 수 있는 “{environment}” 환경이 없습니다.',
  'error.environment.unknown.why': '고를 수 있는 환경: {known}.',
  'error.environment.unknown.next': '이 가운데 하나를 고르세요.',
  'error.environment.noHand.what': '{environment}에는 당길 수 있는 것이 없습니다.',
  'error.environment.noHand.why': '이 환경에는 손이 닿는 몸체가 없습니다.',
  'error.environment.noHand.next': '당기지 말고 진행하거나, 몸체가 있는 환경을 고르세요.',
  'error.environment.noSavedStates.what': '{environment}은(는) 에피소드 중간에서 시작할 수 없습니다.',
  'error.environment.noSavedStates.why': '이 환경은 저장했다가 되돌릴 수 있는 상태를 제공하지 않습니다.',
  'error.environment.noSavedStates.next': '저장된 상태 없이 시드에서 시작하세요.',
  'error.environment.noTemperature.what': '{environment}에는 온도가 없습니다.',
  'error.environment.noTemperature.why': '온도는 혼합 분포에서 표본을 뽑는 모델의 꿈에만 있습니다.',
  'error.environment.noTemperature.next': '온도를 바꾸지 말고 진행하세요.',
  'error.environment.badState.what': '환경을 이 상태에서 시작할 수 없습니다.',
  'error.environment.badState.why': '숫자가 빠졌거나 유한하지 않거나 개수가 맞지 않습니다.',
  'error.environment.badState.next': '레시피의 “state”를 확인하거나, 빼고 시드에서 시작하세요.',
  'error.dream.noPictures.what': '이 실험의 꿈은 플레이할 수 없습니다.',
  'error.dream.noPictures.why': '모델이 그림이 아니라 숫자를 보므로 꿈에서 볼 것이 없습니다.',
  'error.dream.noPictures.next': '현실 옆에서 보거나, 픽셀로 하나를 훈련하세요.',
  'error.environment.badAction.what': '환경이 이 행동을 받을 수 없습니다.',
  'error.environment.badAction.why': '길이가 다르거나 숫자가 아닌 값이 들어 있습니다.',
  'error.environment.badAction.next':
    '레시피의 “actions”를 확인하세요. 스텝마다 환경의 행동과 길이가 같은 목록이 하나씩 있어야 합니다.',

  'error.recipe.invalid.what': '레시피가 올바르지 않습니다.',
  'error.recipe.invalid.why': '“{field}” 항목: {reason}.',
  'error.recipe.invalid.next':
    '그 부분을 고치세요. `studio describe ENV`로 환경이 기대하는 값을 볼 수 있습니다.',
  'error.recipe.unreadable.what': '“{file}” 레시피를 읽을 수 없습니다.',
  'error.recipe.unreadable.why': '{reason}.',
  'error.recipe.unreadable.next':
    '경로와 JSON 형식을 확인하세요. 실험의 에피소드 가운데 일부만 레시피와 함께 보관됩니다.',

  'error.query.unclear.what': '{at}번째 글자의 “{part}”에서 조건을 알 수 없습니다.',
  'error.query.unclear.why': '그런 항목이 없거나 빠진 부분이 있습니다. 가장 가까운 것: {meant}.',
  'error.query.unclear.next':
    'score > 700 또는 vision.latentSize = 32처럼 쓰세요. 창의 거르기 칸에서는 쓸 수 있는 것을 완성해 줍니다.',
  'error.run.unknown.what': '“{run}” 실험이 없습니다.',
  'error.run.unknown.why': '완전히 삭제되었거나 다른 데이터 폴더에 있습니다.',
  'error.run.unknown.next': '실험 목록을 확인하거나 --data-dir로 폴더를 고르세요.',
  'error.run.busy.what': '실험이 아직 작업 중입니다.',
  'error.run.busy.why': '직전 학습이 상태를 저장하고 있습니다.',
  'error.run.busy.next': '잠시 기다렸다가 다시 시도하세요.',
  'error.run.notResumable.what': '이 실험은 이어서 할 수 없습니다.',
  'error.run.notResumable.why': '이미 끝났습니다(상태: {status}).',
  'error.run.notResumable.next': '같은 설정으로 다시 학습하려면 복제하세요.',
  'error.run.noCheckpoint.what': '이어서 할 체크포인트가 없습니다.',
  'error.run.noCheckpoint.why':
    '체크포인트 {checkpoints}개 가운데 읽을 수 있는 것이 없습니다. 이어서 하면 처음부터 다시 시작해 지금의 기록을 덮어쓰게 됩니다.',
  'error.run.noCheckpoint.next':
    '새 실험으로 처음부터 시작하세요. 이 실험의 기록은 그대로 남습니다. 명령줄에서는: studio train --resume {run} --from-scratch',
  'error.run.noneTrains.what': '학습 중인 실험이 없습니다.',
  'error.run.noneTrains.why': '지금 {folder}에서 학습하는 스튜디오가 없습니다.',
  'error.run.noneTrains.next': '`studio runs`로 목록을 보거나 `studio train`으로 시작하세요.',
  'error.run.notBegun.what': '백그라운드 학습이 시작하기 전에 끝났습니다.',
  'error.run.notBegun.why': '{said}',
  'error.run.notBegun.next': '출력 전체는 {file}에 있습니다.',
  'error.run.framesLost.what': '실험을 이어 갈 수 없습니다. 기록된 프레임이 없어졌습니다.',
  'error.run.framesLost.why':
    '이전 라운드의 컨트롤러로 모은 프레임인데 그 컨트롤러가 남아 있지 않아 다시 계산할 수 없습니다.',
  'error.run.framesLost.next': '실행의 cache 폴더를 되돌리거나, 실험을 복제해 다시 학습하세요.',
  'error.run.episodesDiffer.what':
    '실험을 이어 갈 수 없습니다. 기록된 에피소드가 더는 같은 결과를 내지 않습니다.',
  'error.run.episodesDiffer.why':
    '기록이 사라져 에피소드 {episode}을(를) 다시 계산했더니 다른 결과가 나왔습니다. 그사이 환경이 바뀌었습니다.',
  'error.run.episodesDiffer.next': '실험의 캐시 폴더를 되돌리거나, 기록한 버전의 스튜디오를 쓰세요.',
  'error.run.interrupted.what': '학습이 중단되었습니다.',
  'error.run.interrupted.why': '학습하는 동안 스튜디오가 종료되었습니다.',
  'error.run.interrupted.next': '다시 시작하면 마지막 체크포인트에서 이어집니다.',

  'error.checkpoint.unknown.what': '“{checkpoint}” 체크포인트가 없습니다.',
  'error.checkpoint.unknown.why':
    '아직 저장된 것이 없거나, 새 체크포인트에 자리를 내주었거나, 파일이 지워졌습니다.',
  'error.checkpoint.unknown.next':
    '다른 체크포인트를 고르세요. 고정해 두면 지워지지 않습니다. 막 시작한 실험은 곧 첫 체크포인트를 저장합니다.',
  'error.checkpoint.damaged.what': '체크포인트 {file}이(가) 손상되었습니다.',
  'error.checkpoint.damaged.why': '기록할 때와 내용이 다릅니다: {reason}.',
  'error.checkpoint.damaged.next':
    '더 이전 체크포인트를 고르세요. 이어서 학습할 때는 자동으로 그렇게 합니다. 되풀이되면 디스크를 점검하세요.',
  'error.checkpoint.mismatch.what': '체크포인트가 다른 대상의 것입니다.',
  'error.checkpoint.mismatch.why': '가중치의 모양이 모델과 다르거나 다른 알고리즘의 것입니다.',
  'error.checkpoint.mismatch.next': '그것을 저장한 실험에서 여세요.',
  'error.checkpoint.cannotAct.what': '이 체크포인트에는 아직 행동하는 것이 없습니다.',
  'error.checkpoint.cannotAct.why': '컨트롤러 C가 첫 점수를 얻기 전에 저장되었습니다.',
  'error.checkpoint.cannotAct.next': '더 나중 체크포인트를 고르세요. 컨트롤러 단계부터는 행동할 수 있습니다.',

  'error.store.locked.what': '다른 스튜디오가 이 데이터 폴더를 열고 있습니다.',
  'error.store.locked.why':
    '프로세스 {processId}이(가) {folder}에서 작업 중입니다. 둘이 함께 쓰면 기록이 망가집니다.',
  'error.store.locked.next':
    '열려 있는 창을 쓰거나, 닫고 다시 시도하거나, --data-dir로 다른 폴더를 고르세요.',
  'error.store.readOnly.what': '데이터 폴더에 쓸 수 없습니다.',
  'error.store.readOnly.why': '시스템이 거부합니다: {folder}({reason}).',
  'error.store.readOnly.next':
    '사용자에게 쓰기 권한을 주거나, --data-dir 또는 STUDIO_DATA_DIR로 다른 폴더를 고르세요.',
  'error.store.notOwner.what': '데이터 폴더가 다른 사용자의 것입니다.',
  'error.store.notOwner.why':
    '{folder}의 소유자는 사용자 {owner}입니다. 여기에 쓴 파일은 소유자가 쓸 수 없고, 소유자는 쓰는 중인 파일을 바꿀 수 있습니다.',
  'error.store.notOwner.next':
    '그 사용자로 스튜디오를 시작하거나, --data-dir로 다른 폴더를 고르세요. `studio runs`, `studio evaluate`, `studio export`는 이 폴더를 읽을 수 있습니다.',
  'error.store.outside.what': '데이터 폴더가 폴더 밖을 가리킵니다.',
  'error.store.outside.why': '{folder}의 “{name}”은(는) 폴더 안의 평범한 파일이나 폴더가 아닙니다.',
  'error.store.outside.next':
    '직접 만든 링크라면 링크가 가리키는 파일을 폴더 안으로 옮기세요. 다른 사람에게서 받은 폴더라면 믿지 마세요. 스튜디오는 폴더 밖에서는 아무것도 읽거나 쓰거나 지우지 않습니다.',
  'error.store.corrupt.what': '스튜디오의 데이터베이스를 읽을 수 없습니다.',
  'error.store.corrupt.why':
    '{folder}이(가) 손상되었거나 스튜디오의 데이터베이스가 아닙니다({reason}). 파일은 그대로 두었습니다.',
  'error.store.corrupt.next':
    '스튜디오가 복구하게 하세요(`studio check --repair`). 손상된 파일은 보관하고, 읽을 수 있는 것을 살리거나 최근 백업을 되돌리며, 체크포인트는 건드리지 않습니다.',
  'error.store.missing.what': '여기에 있던 데이터 폴더가 없습니다.',
  'error.store.missing.why':
    '{folder}에 스튜디오의 데이터가 있었지만(마지막 사용 {date}) 지금은 없습니다. 디스크가 연결되지 않았거나 폴더를 옮기거나 비웠을 수 있습니다.',
  'error.store.missing.next':
    '디스크를 연결하거나 폴더를 되돌려 놓고 다시 시도하세요. 그 자리에 새로 시작하려면: studio check --begin-new',
  'error.store.full.what': '디스크가 가득 찼습니다.',
  'error.store.full.why': '{folder}에 남은 공간이 없습니다. 이미 기록된 것은 안전하며 학습은 기다립니다.',
  'error.store.full.next': '휴지통을 비우거나 캐시를 지워 공간을 만들면 저절로 이어집니다.',
  'error.store.newer.what': '더 새로운 스튜디오가 마지막으로 쓴 데이터 폴더입니다.',
  'error.store.newer.why': '데이터베이스 버전은 {version}인데 이 스튜디오는 {known}까지 압니다.',
  'error.store.newer.next':
    '스튜디오를 업데이트하거나 --data-dir로 다른 폴더를 고르세요. 이전 스튜디오로 돌아가려면 “backups”의 최근 파일을 studio.sqlite 자리에 놓으세요. 그 뒤의 기록은 들어 있지 않습니다.',

  'error.trainer.crashed.what': '학습 프로세스가 예기치 않게 끝났습니다.',
  'error.trainer.crashed.why': '종료 원인: {reason}.',
  'error.trainer.crashed.next':
    '다시 시작하면 마지막 체크포인트에서 이어집니다. 되풀이되면 기술 정보를 확인하세요.',
  'error.trainer.outOfMemory.what': '학습하다가 메모리가 부족해졌습니다.',
  'error.trainer.outOfMemory.why': '시스템이 프로세스를 끝냈습니다({reason}).',
  'error.trainer.outOfMemory.next':
    '다른 프로그램을 닫거나 배치나 모델을 줄인 뒤 다시 시작하세요. 마지막 체크포인트에서 이어집니다.',
  'error.inspector.crashed.what': '극장 프로세스가 예기치 않게 끝났습니다.',
  'error.inspector.crashed.why': '종료 원인: {reason}. 학습에는 영향이 없습니다.',
  'error.inspector.crashed.next': '극장을 다시 여세요.',
  'error.evaluation.crashed.what': '평가 프로세스가 예기치 않게 끝났습니다.',
  'error.evaluation.crashed.why': '종료 원인: {reason}. 학습, 체크포인트, 이전 결과에는 영향이 없습니다.',
  'error.evaluation.crashed.next':
    '다시 평가하세요. 되풀이되면 메모리가 부족할 수 있으니 다른 프로그램을 닫고, 기술 정보를 확인하세요.',
  'error.evaluation.busy.what': '이 체크포인트는 이미 평가하고 있습니다.',
  'error.evaluation.busy.why': '체크포인트 하나는 한 번에 한 가지만 평가합니다({checkpoint}).',
  'error.evaluation.busy.next': '끝날 때까지 기다리거나, 취소하고 새로 시작하세요.',
  'error.evaluation.unknown.what': '더는 진행 중이 아닌 평가입니다.',
  'error.evaluation.unknown.why': '방금 끝났거나 취소되었습니다({evaluation}).',
  'error.evaluation.unknown.next': '체크포인트의 결과를 확인하고, 필요하면 새로 시작하세요.',
  'error.recording.noEncoder.what': '이 창에서는 비디오를 만들 수 없습니다.',
  'error.recording.noEncoder.why':
    '브라우저에 비디오 인코더(WebCodecs)가 없거나, 다른 컴퓨터에서 암호화되지 않은 http로 열어 쓸 수 없습니다.',
  'error.recording.noEncoder.next':
    '데스크톱 앱에서 녹화하거나, 최신 브라우저에서 localhost 주소로 스튜디오를 여세요.',
  'error.session.tooMany.what': '극장을 더 열 수 없습니다.',
  'error.session.tooMany.why': '이미 {limit}개가 각자의 프로세스에서 열려 있습니다.',
  'error.session.tooMany.next': '아무도 보지 않는 것을 닫고 다시 시도하세요.',
  'error.session.unknown.what': '이 극장은 닫혔습니다.',
  'error.session.unknown.why': '끝났거나 스튜디오와의 연결이 한동안 끊겼습니다.',
  'error.session.unknown.next': '다시 여세요.',

  'error.compute.noTensorFlow.what': 'TensorFlow를 불러올 수 없습니다.',
  'error.compute.noTensorFlow.why': '라이브러리가 설치되지 않았거나 이 컴퓨터에 맞지 않습니다.',
  'error.compute.noTensorFlow.next':
    '`npm run doctor`로 무엇이 빠졌는지 확인하세요. 없어도 더 느린 WebAssembly로 쓸 수 있습니다.',
  'error.compute.noGpu.what': '쓸 수 있는 GPU가 없습니다.',
  'error.compute.noGpu.why': 'GPU가 없거나 드라이버 또는 CUDA 라이브러리가 없습니다.',
  'error.compute.noGpu.next': 'CPU로 학습하거나, `npm run doctor`로 무엇이 부족한지 확인하세요.',
  'error.desktop.sandboxOff.what': '창을 열지 않았습니다.',
  'error.desktop.sandboxOff.why':
    'Chromium 샌드박스가 꺼져 있습니다. 샌드박스는 페이지가 탈취되더라도 파일에 손대지 못하게 막아 주며, 샌드박스 없이 열도록 스튜디오에 요청한 사람은 없습니다.',
  'error.desktop.sandboxOff.next':
    '--no-sandbox와 ELECTRON_DISABLE_SANDBOX 없이 시작하세요. 시스템이 샌드박스를 허용하지 않으면(우분투의 AppArmor는 AppImage에 허용하지 않습니다) .deb 패키지를 설치하거나, 그래도 열려면 --without-sandbox를 붙이세요.',
  'error.host.unreachable.what': '스튜디오가 응답하지 않습니다.',
  'error.host.unreachable.why': '스튜디오가 닫혔거나 연결이 끊어졌습니다.',
  'error.host.unreachable.next': '다시 시작하거나 주소와 네트워크를 확인하세요.',
  'error.training.notFinite.what': '학습이 발산했습니다.',
  'error.training.notFinite.why':
    '{step}단계에서 {name}이(가) {value}이(가) 되었습니다. 그 뒤로 배운 것은 쓸 수 없습니다.',
  'error.training.notFinite.next':
    '학습률을 낮추거나 기울기 제한을 좁혀 마지막 체크포인트에서 이어 가세요. 그 뒤로는 아무것도 저장하지 않았습니다.',
  'error.training.weightsNotFinite.what': '체크포인트를 저장하지 않았습니다.',
  'error.training.weightsNotFinite.why':
    '네트워크에 유한하지 않은 수가 있습니다. {name}의 {index}번째 값이 {value}입니다.',
  'error.training.weightsNotFinite.next':
    '학습률을 낮추거나 기울기 제한을 좁혀 이전 체크포인트에서 이어 가세요.',
  'error.environment.notFinite.what': '환경이 유한하지 않은 수를 냈습니다.',
  'error.environment.notFinite.why': '시드 {seed} 에피소드의 {step}단계에서 {name}이(가) {value}이었습니다.',
  'error.environment.notFinite.next':
    '보상에서 나누는 값과 범위가 없는 센서를 확인하세요. 직접 만든 모델이라면 timestep을 줄이면 안정됩니다.',
  'error.host.failed.what': '스튜디오 안에서 문제가 생겼습니다.',
  'error.host.failed.why': '로그의 번호 {reference}에 자세한 내용이 있습니다.',
  'error.host.failed.next': '다시 시도하세요. 계속되면 로그의 그 줄과 함께 알려 주세요.',
  'error.serve.shortToken.what': '스튜디오를 제공하지 않습니다.',
  'error.serve.shortToken.why': 'STUDIO_TOKEN이 비밀로 쓰기에 너무 짧습니다. 최소 {letters}자가 필요합니다.',
  'error.serve.shortToken.next':
    '`openssl rand -hex 32`가 출력하는 것처럼 더 긴 무작위 값을 쓰거나, 지정하지 마세요. 그러면 자동으로 만들어집니다.',
  'error.serve.badCertificate.what': '스튜디오를 제공하지 않습니다.',
  'error.serve.badCertificate.why': '인증서와 키를 쓸 수 없습니다: {reason}.',
  'error.serve.badCertificate.next':
    '서로 맞는 인증서(--tls-cert)와 키(--tls-key)를 PEM 파일로 지정하거나 --tls를 쓰세요.',
  'error.serve.notRunning.what': '열 것이 없습니다.',
  'error.serve.notRunning.why': '{folder}를 제공하는 스튜디오가 없습니다.',
  'error.serve.notRunning.next': '`studio serve`로 시작하거나 --data-dir로 데이터 폴더를 지정하세요.',
  'error.serve.needsTls.what': '스튜디오를 이 컴퓨터 밖으로 제공하지 않습니다.',
  'error.serve.needsTls.why':
    '{address}에서는 중간에 있는 누구나 전송 내용을 읽고 스튜디오를 차지할 수 있습니다.',
  'error.serve.needsTls.next':
    '즉석에서 인증서를 만드는 --tls, 또는 자신의 인증서를 쓰는 --tls-cert와 --tls-key를 추가하세요. 자체 터널 뒤라면 --insecure를 쓰세요.',
  'error.import.tooLarge.what': '파일을 가져오지 않습니다.',
  'error.import.tooLarge.why': '{megabytes} MB보다 큽니다.',
  'error.import.tooLarge.next': '마지막 체크포인트만 담아 다시 내보내세요.',
  'error.import.busy.what': '파일을 아직 가져오지 않았습니다.',
  'error.import.busy.why': '다른 파일을 가져오는 중입니다.',
  'error.import.busy.next': '끝난 뒤 다시 시도하세요.',
  'error.export.busy.what': '실험을 아직 내보내지 않았습니다.',
  'error.export.busy.why': '다른 실험을 내보내는 중입니다.',
  'error.export.busy.next': '끝난 뒤 다시 시도하세요.',
  'error.study.unknown.what': '“{study}” 연구가 없습니다.',
  'error.study.unknown.why': '삭제되었거나 다른 데이터 폴더에 있습니다.',
  'error.study.unknown.next': '연구 목록을 확인하세요.',
  'error.study.invalid.what': '연구를 만들 수 없습니다.',
  'error.study.invalid.why': '“{field}” 값이 맞지 않습니다: {reason}.',
  'error.study.invalid.next': '고친 뒤 다시 시도하세요.',
  'error.study.unknownField.what': '“{field}” 설정이 없습니다.',
  'error.study.unknownField.why': '{algorithm}에는 그런 이름의 설정이 없습니다.',
  'error.study.unknownField.next': '양식에서 설정을 고르거나 실험의 설정에서 이름을 확인하세요.',
  'error.study.seedsApart.what': '시드는 설정처럼 바꿀 수 없습니다.',
  'error.study.seedsApart.why': '모든 행을 같은 시드로 되풀이하도록 연구에는 시드 목록이 따로 있습니다.',
  'error.study.seedsApart.next': '연구의 시드 목록에 넣으세요.',
  'error.study.seedsStay.what': '시드 {seed}은(는) 뺄 수 없습니다.',
  'error.study.seedsStay.why': '그 시드로 만든 실험이 연구에 있습니다.',
  'error.study.seedsStay.next': '그 실험들을 삭제하거나 다른 시드로 새 연구를 만드세요.',
  'error.study.repeats.what': '연구에 같은 것이 두 번 있습니다.',
  'error.study.repeats.why': '“{row}”이(가) 여러 번 있어 똑같은 실험이 두 개 생깁니다.',
  'error.study.repeats.next': '하나를 빼세요.',
  'error.study.tooMany.what': '실험이 {count}개나 됩니다.',
  'error.study.tooMany.why': '연구 하나에는 {limit}개까지 만들 수 있습니다.',
  'error.study.tooMany.next': '바꾸는 설정이나 값, 시드의 수를 줄이세요.',
  'error.study.cannotShare.what': '실험들이 공통 부분을 함께 쓸 수 없습니다.',
  'error.study.cannotShare.why': '“{field}” 설정은 공통 부분의 학습을 바꿉니다.',
  'error.study.cannotShare.next': '실험마다 따로 학습하거나 뒤 단계의 설정만 바꾸세요.',
  'error.study.nothingToShare.what': '실험들이 공통 부분을 함께 쓸 수 없습니다.',
  'error.study.nothingToShare.why':
    '{algorithm}은(는) 모든 것을 한꺼번에 학습하므로 넘겨받을 단계가 없습니다.',
  'error.study.nothingToShare.next': '실험마다 따로 학습하세요.',
  'error.internal.what': '스튜디오 안에서 문제가 생겼습니다.',
  'error.internal.why': '{message}',
  'error.internal.next': '다시 시도하세요. 계속되면 기술 정보와 함께 알려 주세요.',
} as const satisfies Readonly<Record<string, string>>;
